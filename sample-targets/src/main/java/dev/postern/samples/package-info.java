/**
 * An API to audit: the orders API, once hardened and once with any of its defences gone wrong.
 *
 * <p>{@link dev.postern.samples.OrdersApi} starts it, {@link dev.postern.samples.Weakness} lists what can be wrong with
 * it. Everything else is the server itself and is nobody's business. Nothing in here knows Postern's engine or checks:
 * the weak verifiers are the mistakes of real servers, not code that waits for a particular forgery.
 */
package dev.postern.samples;
