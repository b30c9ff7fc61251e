/** Builds the example projects by Maven, as their users do, against the artifacts of this build. */
package dev.postern.examples;
