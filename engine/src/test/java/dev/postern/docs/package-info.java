/** The examples of {@code docs/audit-class.md}, as a user would write them; a test compares them with the page. */
package dev.postern.docs;
