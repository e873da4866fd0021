/**
 * What every page and route needs: assets, templates, JSON, headers, errors, limits and health. It knows no feature
 * package; they know it.
 */
package dev.trestle.server.web;
