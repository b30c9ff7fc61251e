/** Tests that the built-in checklists can be loaded, and that the JSON Schemas say what the readers do. */
package dev.postern.checklists;
