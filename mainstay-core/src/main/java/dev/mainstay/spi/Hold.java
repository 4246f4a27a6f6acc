package dev.mainstay.spi;

import java.time.Duration;

/**
 * A reservation.
 *
 * @param name 16 characters of base64url; the same name again is the same reservation
 * @param length after so long it lapses
 * @param isCharged whether what lapses is charged then; else it is given back
 */
public record Hold(String name, Duration length, boolean isCharged) {}
