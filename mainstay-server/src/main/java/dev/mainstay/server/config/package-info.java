/** The configuration of the server: one YAML file, environment variables, flags. */
@NullMarked
package dev.mainstay.server.config;

import org.jspecify.annotations.NullMarked;
