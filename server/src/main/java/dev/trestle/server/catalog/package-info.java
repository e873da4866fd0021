/** What the catalog of kinds says on screen: its JSON, the inspector's forms and the findings about a design. */
package dev.trestle.server.catalog;
