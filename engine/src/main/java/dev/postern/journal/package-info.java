/**
 * The journal: every trial and every verdict is appended as it happens, so that a killed run loses nothing and memory
 * holds no more than what is under way. Beside it, what an audit has changed in its target and must put back, and the lock
 * that keeps two audits from one folder. Imports {@code api} only.
 */
package dev.postern.journal;
