/** A stage for tests of the engine: a small API on a free port, small checks, and a way to run an audit of them. */
package dev.postern.stage;
