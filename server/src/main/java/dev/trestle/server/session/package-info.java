/**
 * Sessions: people round one board. Rooms order their edits into the stored log and tell everybody; links let people
 * in.
 * Nothing here knows the web server: a socket is a {@link dev.trestle.server.session.Peer}.
 */
package dev.trestle.server.session;
