/**
 * Who may do what: scopes, roles and tenants, tried with valid credentials that must not do.
 *
 * <p>The denied are found in the access matrix, so that each lacks the one right that is tested and nothing else. One class
 * a check; found by {@link java.util.ServiceLoader}, imported by nobody.
 */
package dev.postern.checks.access;
