/**
 * The one door through which every request leaves: allow-list, budget, pace, deadline, and a transport that sends
 * exactly the bytes it was given.
 *
 * <p>For the engine; checks and reporters see only {@code dev.postern.api.http}. {@link dev.postern.http.Door} is the
 * way in, and its chain of links is written down there, in one place.
 */
package dev.postern.http;
