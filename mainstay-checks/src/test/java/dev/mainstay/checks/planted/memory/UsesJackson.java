package dev.mainstay.checks.planted.memory;

import tools.jackson.databind.ObjectMapper;

/** Core with a dependency. */
public class UsesJackson {
  ObjectMapper mapper;
}
