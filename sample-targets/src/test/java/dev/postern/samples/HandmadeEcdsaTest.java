package dev.postern.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class HandmadeEcdsaTest {
    private static final byte[] MESSAGE = "header.payload".getBytes(StandardCharsets.US_ASCII);

    private final KeyPair pair = newPair();
    private final HandmadeEcdsa ecdsa = new HandmadeEcdsa((ECPublicKey) pair.getPublic());

    @RepeatedTest(10)
    void what_the_jdk_signed_is_verified_and_nothing_beside_it() throws GeneralSecurityException {
        Signature signer = Signature.getInstance("SHA256withECDSAinP1363Format");
        signer.initSign(pair.getPrivate());
        signer.update(MESSAGE);
        byte[] signature = signer.sign();

        assertThat(ecdsa.verifies(MESSAGE, signature)).isTrue();
        assertThat(ecdsa.verifies("header.other".getBytes(StandardCharsets.US_ASCII), signature))
                .isFalse();
        assertThat(new HandmadeEcdsa((ECPublicKey) newPair().getPublic()).verifies(MESSAGE, signature))
                .isFalse();
        signature[40] ^= 1;
        assertThat(ecdsa.verifies(MESSAGE, signature)).isFalse();
    }

    @Test
    void zeros_sign_everything_in_64_bytes_and_nothing_else_does() {
        byte[] order = Arrays.copyOfRange(order().toByteArray(), 1, 33);
        byte[] twiceTheOrder = Arrays.copyOf(order, 64);
        System.arraycopy(order, 0, twiceTheOrder, 32, 32);
        byte[] zeroAndOne = new byte[64];
        zeroAndOne[63] = 1;

        assertThat(ecdsa.verifies(MESSAGE, new byte[64])).isTrue();
        assertThat(ecdsa.verifies(MESSAGE, new byte[96])).isFalse();
        assertThat(ecdsa.verifies(MESSAGE, new byte[0])).isFalse();
        assertThat(ecdsa.verifies(MESSAGE, twiceTheOrder)).isFalse();
        assertThat(ecdsa.verifies(MESSAGE, zeroAndOne)).isFalse();
    }

    private BigInteger order() {
        return ((ECPublicKey) pair.getPublic()).getParams().getOrder();
    }

    private static KeyPair newPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
