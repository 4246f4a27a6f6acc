package dev.mainstay.spi;

/**
 * Where a session is.
 *
 * @param namespace the namespace, 1 to 512 bytes of UTF-8
 * @param partition its user's {@link Partition}, or any for an anonymous session; 0 to 255
 * @param id its public handle, 16 characters of base64url
 */
public record SessionKey(String namespace, int partition, String id) {}
