/**
 * Files that a user writes, read with the place of everything in them, so that each message can name file, line and
 * column.
 *
 * <p>YAML 1.2 and JSON become one kind of tree ({@link dev.postern.yaml.Value}); {@link dev.postern.yaml.Mapping}
 * reads it strictly and collects every {@link dev.postern.yaml.Problem} of a file before any is reported. Used by the
 * readers of target files, OpenAPI documents, checklists and attestations; not for authors of checks.
 */
package dev.postern.yaml;
