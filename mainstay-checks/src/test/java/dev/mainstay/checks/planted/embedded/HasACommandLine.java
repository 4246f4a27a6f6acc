package dev.mainstay.checks.planted.embedded;

import picocli.CommandLine;

/** A command line outside of the server. */
public class HasACommandLine {
  CommandLine line;
}
