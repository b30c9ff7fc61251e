/** The examples of {@code docs/writing-checks.md}, as a user would write them; a test compares them with the page. */
package dev.postern.docs;
