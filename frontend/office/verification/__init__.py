"""Sellers, OCOP certificates and produce declarations that an official decides."""
