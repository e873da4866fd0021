/** Named formulas over one another: order, cycles, values, ranges, explanation trees and sensitivity. */
package dev.trestle.estimator.sheet;
