/** The annotations by which a test class of a user's own project becomes an audit. For users; imports JUnit only. */
package dev.postern.api.junit;
