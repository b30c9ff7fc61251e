/** Keeps the pages in {@code docs} true: those that are generated are up to date, and links lead somewhere. */
package dev.postern.docs;
