/**
 * Requests and answers as they are on the wire: plain values, free of any HTTP library.
 *
 * <p>For authors of checks and reporters. Imports nothing from the rest of Postern but {@code api}.
 */
package dev.postern.api.http;
