/** Classes that are selected as audits by tests of the engine. */
package dev.postern.stage.audits;
