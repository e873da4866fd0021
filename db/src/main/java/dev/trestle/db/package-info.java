/**
 * Storage: the schema, its migrations and one repository for each aggregate. Knows no other module of Trestle: boards,
 * edits and reports are text here.
 */
package dev.trestle.db;
