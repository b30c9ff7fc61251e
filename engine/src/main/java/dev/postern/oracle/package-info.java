/**
 * The access oracle: says of an answer whether it granted, denied or does not tell, by comparing it with the controls of
 * the same operation and identity. Pure functions over exchanges; the only requests are the two further controls that
 * the caller supplies lazily. For the engine, which alone imports it; checks never judge an answer.
 */
package dev.postern.oracle;
