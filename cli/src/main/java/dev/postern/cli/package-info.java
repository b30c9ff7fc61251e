/** The {@code postern} command: picocli over the JUnit Platform Launcher. Nothing imports it. */
package dev.postern.cli;
