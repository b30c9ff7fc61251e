/**
 * The forge of tokens: takes a received JWT apart, changes exactly one thing, and puts it together again, honestly
 * signed or not.
 *
 * <p>For check authors. {@link dev.postern.forge.Draft} is where to begin; {@link dev.postern.forge.SigningKey} signs,
 * {@link dev.postern.forge.PublicKeyForms} lists what a confused verifier may take for an HMAC secret. The forge knows
 * nothing of targets, requests or verdicts and depends on nothing else of Postern. JOSE libraries refuse most of what
 * is made here, on purpose, so that parts are written as bytes and signed by the JCA; such a library reads keys only.
 */
package dev.postern.forge;
