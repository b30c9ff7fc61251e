/**
 * Makes the plan: all cases of an audit, before any request. Pure: the same files give the same plan.
 *
 * <p>Imports {@code api} only; used by {@code engine}.
 */
package dev.postern.plan;
