"""What of the machine's /etc a container may have: an image's part of it, and no secret. Pure."""

from __future__ import annotations

import re

# What an image does not have, because it says how this machine is set up, or who may enter it.
_NOT_AN_IMAGES = frozenset(
    """
    NetworkManager WireGuard wireguard openvpn wpa_supplicant netplan network iwd ppp ipsec.d
    ssh sshd sudoers sudoers.d sudo.conf doas.conf shadow gshadow security pam.d polkit-1 krb5.keytab
    machine-id machine-info hostname hosts resolv.conf fstab crypttab exports mtab
    docker containerd containers kubernetes rancher cni podman libvirt lxc lxd incus xen vmware-tools
    cloud boto.cfg boto3.cfg aws awscli gcloud google azure s3cfg rclone
    systemd init.d rc0.d rc1.d rc2.d rc3.d rc4.d rc5.d rc6.d rcS.d udev modprobe.d modules-load.d
    cron.d cron.daily cron.hourly cron.weekly cron.monthly crontab anacrontab at.deny
    postgresql postgresql-common mysql mongod.conf redis rabbitmq samba cups avahi bluetooth
    exim4 postfix msmtprc ldap sssd salt puppet ansible chef vault vault.d consul.d nomad.d
    letsencrypt apparmor apparmor.d selinux audit grub.d default/grub
    xdg dbus-1 ssl/private pki/tls/private apt/auth.conf apt/auth.conf.d .pwd.lock .git .java
    """.split()  # noqa: SIM905 - ten a line
)
_ENDINGS = (".key", ".keytab", ".p12", ".pfx", "-", "~")
# A password in an address, a registry's token, a private key: in pip.conf, npmrc, sources.list…
_CREDENTIALS = re.compile(
    rb"://[^/\s:@]+:[^/\s@]+@|^\s*[^#;\s]*:?_(auth|authToken|password)\s*=|-----BEGIN [A-Z ]*PRIVATE KEY",
    re.MULTILINE,
)
READ_UP_TO = 1 << 20  # bytes; longer files are no settings


def is_shown(path: str, mode: int) -> bool:
    """Whether a file or folder is an image's, by its path below /etc and its mode.

    What not every user of the machine may read is a secret of the machine's.
    """
    name = path.rpartition("/")[2]
    return bool(mode & 0o004) and path not in _NOT_AN_IMAGES and not name.endswith(_ENDINGS)


def holds_credentials(content: bytes) -> bool:
    """Whether a file's text has a password, a token or a private key in it."""
    return bool(_CREDENTIALS.search(content))
