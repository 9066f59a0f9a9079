#!/usr/bin/perl
# The other machines of the network tests: a transparent listener, a server of many ports, and clients of each kind.
use strict;
use warnings;
use IO::Select;
use Socket qw(:all);

$| = 1;
$SIG{PIPE} = 'IGNORE';
my ($what, @rest) = @ARGV;
my %do = (taker => \&taker, serve => \&serve, tcp => \&tcp, udp => \&udp, ip => \&ip, fragments => \&fragments, hold => \&hold,
  advert => \&advert, dhcp => \&dhcp, flood => \&flood);
$do{$what}->(@rest);

sub family { $_[0] =~ /:/ ? AF_INET6 : AF_INET }
sub place { my ($address, $port) = @_; family($address) == AF_INET6
  ? pack_sockaddr_in6($port, inet_pton(AF_INET6, $address)) : pack_sockaddr_in($port, inet_aton($address)) }
sub words { my ($sockaddr) = @_; my $family = sockaddr_family($sockaddr);
  my ($port, $address) = $family == AF_INET6 ? unpack_sockaddr_in6($sockaddr) : unpack_sockaddr_in($sockaddr);
  return inet_ntop($family, $address) . " $port" }

# ip(7) IP_TRANSPARENT, ipv6(7) IPV6_TRANSPARENT
sub transparent { my ($socket, $family) = @_;
  setsockopt($socket, $family == AF_INET6 ? 41 : 0, $family == AF_INET6 ? 75 : 19, 1) or die "transparent: $!" }

sub listening { my ($family, $port, $transparent) = @_;
  socket(my $socket, $family, SOCK_STREAM, 0) or die "socket: $!";
  setsockopt($socket, SOL_SOCKET, SO_REUSEADDR, 1);
  setsockopt($socket, 41, 26, 1) if $family == AF_INET6; # IPV6_V6ONLY
  transparent($socket, $family) if $transparent;
  bind($socket, place($family == AF_INET6 ? '::' : '0.0.0.0', $port)) or die "bind $port: $!";
  listen($socket, 64) or die "listen: $!";
  return $socket }

# Answers each connection with where it was going to, and gives the rules signs of life. `plain` is a listener that may not take others'
# connections; `held` holds the sockets open and does nothing else.
sub taker { my ($port, $kind) = @_; $kind //= '';
  my @sockets = map { listening($_, $port, $kind ne 'plain') } AF_INET, AF_INET6;
  sleep 3600 if $kind eq 'held' && print "ready\n";
  my @signs = map { socket(my $socket, family($_), SOCK_DGRAM, 0) or die; [$socket, place($_, $port)] } '127.0.0.1', '::1';
  my $alive = sub { send($_->[0], '', 0, $_->[1]) for @signs };
  $alive->();
  print "ready\n";
  my $select = IO::Select->new(@sockets);
  while (1) { my @asked = $select->can_read(0.2); $alive->(); for my $socket (@asked) {
    my $from = accept(my $client, $socket) or next;
    if (fork == 0) { close $_ for @sockets; syswrite $client, 'taken for ' . words(getsockname $client) . "\n"; select undef, undef, undef, 0.05; while (sysread $client, my $some, 4096) { syswrite $client, $some } exit 0 }
    close $client } } }

# Answers at TCP ports and UDP ports, given as 25,443 53,123.
sub serve { my ($tcp, $udp) = @_;
  my %stream; my $select = IO::Select->new;
  for my $family (AF_INET, AF_INET6) {
    for my $port (split /,/, $tcp) { my $socket = listening($family, $port, 0); $stream{$socket} = 1; $select->add($socket) }
    for my $port (split /,/, $udp) {
      socket(my $socket, $family, SOCK_DGRAM, 0) or die; setsockopt($socket, 41, 26, 1) if $family == AF_INET6;
      bind($socket, place($family == AF_INET6 ? '::' : '0.0.0.0', $port)) or die "bind udp $port: $!"; $select->add($socket) } }
  print "ready\n";
  $SIG{CHLD} = 'IGNORE';
  while (1) { for my $socket ($select->can_read) {
    if ($stream{$socket}) { my $from = accept(my $client, $socket) or next;
      if (fork == 0) { syswrite $client, 'server saw ' . (split / /, words($from))[0] . "\n"; 
        while (sysread $client, my $some, 4096) { syswrite $client, $some } exit 0 }
      close $client }
    else { my $from = recv($socket, my $some, 65536, 0); next unless defined $from; send($socket, "server saw $some", 0, $from) } } } }

# Prints: open and the first line, refused, or silent.
sub tcp { my ($address, $port, %more) = @_;
  my $socket = connected($address, $port, %more) or return;
  my $select = IO::Select->new($socket);
  if (!$select->can_read(3)) { print "silent\n"; return }
  my $read = sysread $socket, my $line, 200;
  print defined $read && $read > 0 ? "open $line" : "refused\n" }

sub connected { my ($address, $port, %more) = @_;
  socket(my $socket, family($address), SOCK_STREAM, 0) or die;
  # ipv6(7): a sticky header of destination options with six bytes of padding in front of each packet's TCP.
  if ($more{options}) { setsockopt($socket, 41, 59, pack('CCCCx4', 0, 0, 1, 4)) or die "options: $!" }
  if ($more{from}) { bind($socket, place($more{from}, 0)) or die "bind: $!" }
  # With an address that is not this machine's.
  if ($more{as}) { transparent($socket, family($address)); bind($socket, place($more{as}, 0)) or die "bind: $!" }
  $socket->blocking(0);
  my $begun = connect($socket, place($address, $port));
  if (!$begun && !$!{EINPROGRESS}) { print "refused\n"; return undef }
  if (!IO::Select->new($socket)->can_write($more{wait} // 2)) { print "silent\n"; return undef }
  my $error = unpack 'i', getsockopt($socket, SOL_SOCKET, SO_ERROR);
  if ($error) { print "refused\n"; return undef }
  return $socket }

# Holds one connection: prints what arrives, sends a line each tenth of a second, says how it ended.
sub hold { my ($address, $port, %more) = @_;
  my $socket = connected($address, $port, %more) or return;
  print "ready\n";
  my $select = IO::Select->new($socket);
  my $count = 0;
  while (1) {
    if ($select->can_read(0.1)) { my $read = sysread $socket, my $some, 65536;
      if (!$read) { print "ended\n"; return } $count++; print "alive\n" if $count == 3 }
    my $sent = syswrite $socket, "line\n";
    if (!defined $sent && !$!{EAGAIN}) { print "ended\n"; return } } }

sub udp { my ($address, $port, $size) = @_;
  socket(my $socket, family($address), SOCK_DGRAM, 0) or die;
  if (!connect($socket, place($address, $port))) { print "refused\n"; return }
  my $select = IO::Select->new($socket);
  for (1 .. 2) {
    if (!defined send($socket, 'x' x ($size // 8), 0)) { print "refused\n"; return }
    if ($select->can_read(0.8)) { my $got = sysread $socket, my $some, 65536; print defined $got ? "open\n" : "refused\n"; return } }
  print "silent\n" }

# One packet of a bare IP protocol.
sub ip { my ($address, $protocol) = @_;
  socket(my $socket, family($address), SOCK_RAW, $protocol) or die "raw: $!";
  # An echo request where it is ICMP: others are no new connection.
  my $bytes = $protocol == 1 ? echo(8) : $protocol == 58 ? echo(128) : 'x' x 32;
  send($socket, $bytes, 0, place($address, 0)) or die "send: $!"; print "sent\n" }

sub echo { my ($type) = @_; my $packet = pack 'CCnnn', $type, 0, 0, 7, 1; return pack 'CCnnn', $type, 0, checksum($packet), 7, 1 }

sub checksum { my ($bytes) = @_; $bytes .= "\0" if length($bytes) % 2; my $sum = 0; $sum += $_ for unpack 'n*', $bytes;
  $sum = ($sum >> 16) + ($sum & 0xffff) while $sum >> 16; return ~$sum & 0xffff }

# A TCP SYN or UDP packet over IPv6 in two fragments (RFC 8200 section 4.5), the first one as long as is said.
sub fragments { my ($from, $address, $port, $kind, $first) = @_;
  my ($source, $target) = map { inet_pton(AF_INET6, $_) } $from, $address;
  my $protocol = $kind eq 'udp' ? 17 : 6;
  my $body = $kind eq 'udp' ? pack('nnnn', 40001, $port, 40, 0) . 'x' x 32 : pack('nnNNCCnnnC4', 40001, $port, 1, 0, 0x60, 2, 1024, 0, 0, 1, 1, 1, 1) . 'x' x 16;
  my $sum = checksum($source . $target . pack('NN', length $body, $protocol) . $body);
  substr($body, $kind eq 'udp' ? 6 : 16, 2) = pack 'n', $sum;
  socket(my $socket, AF_INET6, SOCK_RAW, 255) or die "raw: $!";
  my $id = int rand 2**32;
  my @parts = ([substr($body, 0, $first), 0, 1], [substr($body, $first), $first, 0]);
  for (@parts) { my ($bytes, $offset, $more) = @$_;
    my $fragment = pack('CCnN', $protocol, 0, $offset | $more, $id) . $bytes;
    my $packet = pack('NnCC', 0x60000000, length $fragment, 44, 64) . $source . $target . $fragment;
    send($socket, $packet, 0, place($address, 0)) or die "send: $!" }
  print "sent\n" }

# A router advertisement to all nodes (RFC 4861 section 4.2).
sub advert { my ($device) = @_;
  socket(my $socket, AF_INET6, SOCK_RAW, 58) or die;
  setsockopt($socket, SOL_SOCKET, 25, $device) or die "device: $!"; # SO_BINDTODEVICE
  setsockopt($socket, 41, 18, 255); # IPV6_MULTICAST_HOPS
  send($socket, pack('CCnCCnNN', 134, 0, 0, 64, 0, 1800, 0, 0), 0, place('ff02::1', 0)) or die "send: $!"; print "sent\n" }

# What a DHCP server says to everybody.
sub dhcp { my ($device) = @_;
  socket(my $socket, AF_INET, SOCK_DGRAM, 0) or die;
  setsockopt($socket, SOL_SOCKET, SO_BROADCAST, 1); setsockopt($socket, SOL_SOCKET, 25, $device) or die "device: $!";
  bind($socket, place('0.0.0.0', 67)) or die "bind: $!";
  send($socket, "\2" . "\0" x 300, 0, place('255.255.255.255', 68)) or die "send: $!"; print "sent\n" }

# SYNs with that many made-up senders of other networks.
sub flood { my ($address, $count) = @_;
  socket(my $socket, AF_INET, SOCK_RAW, 255) or die; setsockopt($socket, 0, 3, 1); # IP_HDRINCL
  my $target = inet_aton($address);
  for my $at (1 .. $count) {
    my $tcp = pack 'nnNNCCnnn', 40000, 443, $at, 0, 0x50, 2, 1024, 0, 0;
    send($socket, pack('CCnnnCCna4a4', 0x45, 0, 40, 0, 0, 64, 6, 0, pack('N', (172 << 24) + (16 << 16) + $at), $target) . $tcp, 0, place($address, 0)) }
  print "sent\n" }
