package dev.mainstay.server.config;

import java.nio.file.Path;

/**
 * What the server proves itself with. Both files are PEM.
 *
 * @param certificate its certificate, with those in between
 * @param key the private key of it
 */
public record TlsFiles(Path certificate, Path key) {}
