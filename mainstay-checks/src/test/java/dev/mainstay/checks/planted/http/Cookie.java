package dev.mainstay.checks.planted.http;

/** Innocent. */
public class Cookie {}
