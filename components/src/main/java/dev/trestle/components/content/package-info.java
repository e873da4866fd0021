/** What ships in folders of the resources: problems, oracles, each a folder of files under its id. */
package dev.trestle.components.content;
