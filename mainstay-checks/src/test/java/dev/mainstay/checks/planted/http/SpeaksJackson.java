package dev.mainstay.checks.planted.http;

import tools.jackson.databind.ObjectMapper;

/** An edge without I/O that parses JSON. */
public class SpeaksJackson {
  ObjectMapper mapper;
}
