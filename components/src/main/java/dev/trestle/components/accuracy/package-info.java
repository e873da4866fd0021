/** The engine against closed forms and published tables: boards in, reports out, the error of each figure. */
package dev.trestle.components.accuracy;
