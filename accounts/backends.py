"""Sign-in by phone or e-mail."""

from django.contrib.auth.backends import ModelBackend


class PhoneOrEmailBackend(ModelBackend):
    pass
