/**
 * The journal: every verdict is appended as it happens, so that a killed run loses nothing. Imports {@code api} only.
 */
package dev.postern.journal;
