/** The accuracy page: what the engine should have measured, what it did, and when. */
package dev.trestle.server.accuracy;
