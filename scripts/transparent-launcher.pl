# Opens the sockets of transparent mode and becomes the gateway: perl transparent-launcher.pl PORT COMMAND [ARGUMENTS].
#
# A socket takes connections to other machines' addresses only with IP_TRANSPARENT, which Node cannot set, and which whoever
# gets the socket keeps. They are handed on as systemd does it (sd_listen_fds(3)): file numbers from 3 on, LISTEN_FDS, LISTEN_PID.
use strict;
use warnings;
use Errno qw(EAFNOSUPPORT EADDRNOTAVAIL);
use Fcntl qw(F_SETFD);
use Socket qw(:DEFAULT AF_INET6 IPPROTO_IPV6 IPV6_V6ONLY inet_pton pack_sockaddr_in6);

# linux/in.h and linux/in6.h; the Socket module does not have them.
use constant { SOL_IP => 0, IP_TRANSPARENT => 19, IPV6_TRANSPARENT => 75 };

my ($port, @command) = @ARGV;
die "usage: transparent-launcher.pl PORT COMMAND [ARGUMENTS]\n" if !@command || $port !~ /^[0-9]{1,5}$/;

# The first file that is opened has to be number 3: what else this process was started with is not the gateway's.
require POSIX;
POSIX::close($_) for 3 .. 63;

my $word = pack('i', 1);
my @sockets = grep { defined } (listening(AF_INET), listening(AF_INET6));
fcntl($_, F_SETFD, 0) or refuse($!) for @sockets;
become(LISTEN_FDS => scalar @sockets, LISTEN_PID => $$);

# A listening socket at the port of every address of one family; undef where this machine has none of the second.
sub listening {
  my ($family) = @_;
  my $isFour = $family == AF_INET;
  my $at = $isFour ? pack_sockaddr_in($port, INADDR_ANY) : pack_sockaddr_in6($port, inet_pton(AF_INET6, '::'));
  my $socket;
  if (!socket($socket, $family, SOCK_STREAM, 0)) {
    return undef if !$isFour && $!{EAFNOSUPPORT};
    refuse($!);
  }
  my @own = $isFour ? ([SOL_IP, IP_TRANSPARENT]) : ([IPPROTO_IPV6, IPV6_V6ONLY], [IPPROTO_IPV6, IPV6_TRANSPARENT]);
  for ([SOL_SOCKET, SO_REUSEADDR], @own) {
    setsockopt($socket, $_->[0], $_->[1], $word) or refuse($!);
  }
  if (!bind($socket, $at)) {
    return undef if !$isFour && $!{EADDRNOTAVAIL};
    refuse($!);
  }
  listen($socket, SOMAXCONN) or refuse($!);
  return $socket;
}

# The gateway tells a person what is wrong, in its own words.
sub refuse {
  my ($name) = grep { $!{$_} } qw(EPERM EACCES EADDRINUSE);
  become(GATEHOUSE_TRANSPARENT_REFUSED => $name // 'unknown');
}

sub become {
  my %told = @_;
  delete @ENV{qw(LISTEN_FDS LISTEN_PID LISTEN_FDNAMES)};
  $ENV{$_} = $told{$_} for keys %told;
  my @all = (withLess(), @command);
  exec { $all[0] } @all or die "cannot start $all[0]: $!\n";
}

# The sockets keep what they were given. The program, which reads what strangers send, has no use for the rights that opened them.
sub withLess {
  my $setpriv = '/usr/bin/setpriv';
  return () if !-x $setpriv;
  my $gone = '-net_admin,-net_raw';
  # Of root a right is gone for good only where it may leave the bounding set, and that takes CAP_SETPCAP (capabilities(7)).
  my @bounding = holds(8) ? "--bounding-set=$gone" : ();
  return ($setpriv, "--ambient-caps=$gone", "--inh-caps=$gone", @bounding, '--');
}

# One of the first 32 rights.
sub holds {
  my ($right) = @_;
  open(my $status, '<', '/proc/self/status') or return 0;
  my ($held) = map { /^CapEff:\s*[0-9a-f]*([0-9a-f]{8})$/ ? hex $1 : () } <$status>;
  return (($held // 0) >> $right) & 1;
}
