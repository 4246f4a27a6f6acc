package dev.mainstay.checks.planted.redis;

import jakarta.servlet.Filter;

/** A servlet outside of the edge. */
public class ServesServlets {
  Filter filter;
}
