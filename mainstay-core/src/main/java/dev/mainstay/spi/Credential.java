package dev.mainstay.spi;

/** What a token proves: where a session is, and the hash of a secret that should be its own. */
public record Credential(SessionKey key, SecretHash hash) {}
