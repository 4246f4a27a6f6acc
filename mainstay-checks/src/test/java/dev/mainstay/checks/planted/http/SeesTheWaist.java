package dev.mainstay.checks.planted.http;

import dev.mainstay.checks.planted.spi.Store;

/** An edge that goes past the capability. */
public class SeesTheWaist {
  Store store;
}
