/**
 * APIs that verify tokens with the libraries that people use on the JVM: each soundly, and wrongly in the ways in which real
 * code went wrong. Audits of them show that checks find what they are for, and that nothing else fails. Only tests of this
 * package use it.
 */
package dev.postern.stacks;
