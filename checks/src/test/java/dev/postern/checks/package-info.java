/** The fakes with which checks are tested without an engine, and what holds for all checks. */
package dev.postern.checks;
