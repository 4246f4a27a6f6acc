/** The API's description for machines, as it is served. */
@NullMarked
package dev.mainstay.server.openapi;

import org.jspecify.annotations.NullMarked;
