/** Turns an audit into passed or failed. Imports {@code api} only. */
package dev.postern.gate;
