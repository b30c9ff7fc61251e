/** An audit that cannot be found, apart from those that can. */
package dev.postern.stage.lost;
