;; Passes over everything in a JSON document in which no personal data can be anchored, and stops at what may hold some.
;;
;; It reads complete tokens of the inside of a document (depth 1 and deeper) that lies in its memory, strictly by
;; RFC 8259, and keeps the stack of open objects and arrays. Where a token is cut off, malformed, or stands outside of
;; everything, it stops in front of it: json.ts reads that one, so that errors are raised in one place only.
;;
;; Its memory, which json-fast.ts knows by the same numbers:
;;       0  what the two tell one another: see the offsets below
;;      64  four tables of 16 bytes that tell trigger bytes by their two halves: low and high half below 0x80, then above
;;     128  length of the escape that a letter begins behind a backslash; 0 where it begins none
;;     384  1 hexadecimal digit, 2 byte of a number, 4 decimal digit
;;     640  32 bytes of ones and 32 zeros: from 640 + 32 - n on, a mask for n bytes
;;    1024  one frame of 16 bytes for each depth: 1 for an object; start and end of the name, or number of the element
;;          and nothing; 1 where the name tells what the value holds
;;   16384  1024 entries of 48 bytes: 32 of a name, and what is known of it
;;   65536  the text
(module
  (memory (export "memory") 3 3)

  ;; Where the reader stands, the end of the text, what to add to make an index of the window of a place in memory.
  (global $AT i32 (i32.const 0))
  (global $END i32 (i32.const 4))
  (global $BIAS i32 (i32.const 8))
  ;; How deep it stands; the least deep frame that is another one, or says something else, than when it began.
  (global $DEPTH i32 (i32.const 12))
  (global $CHANGED i32 (i32.const 16))
  ;; What must come next: the numbers of json-states.ts.
  (global $STATE i32 (i32.const 20))
  ;; The token that it stopped behind: where it begins and ends, what is in it, its first trigger (0: none) and its last.
  (global $TOKEN i32 (i32.const 24))
  (global $TOKEN_END i32 (i32.const 28))
  (global $SEEN_AT i32 (i32.const 32))
  (global $FIRST_AT i32 (i32.const 36))
  ;; Where what is known of the name is to be written, 0 where nothing may be.
  (global $SLOT i32 (i32.const 40))
  ;; 1 where names are looked up even if nothing in them triggers.
  (global $ASKS_NAMES i32 (i32.const 44))
  ;; Strings from this length on are told of whatever is in them; ASKED_SEEN says which are not.
  (global $LEAST_READ i32 (i32.const 48))
  (global $LAST_AT i32 (i32.const 52))
  ;; What must be seen in a shorter string for it to be told of, and a place: the name or string in which it stands is
  ;; told of whatever is in it.
  (global $ASKED_SEEN i32 (i32.const 56))
  (global $ASKED_AT i32 (i32.const 60))

  (global $WANT_VALUE i32 (i32.const 0))
  (global $WANT_VALUE_OR_END i32 (i32.const 1))
  (global $WANT_NAME i32 (i32.const 2))
  (global $WANT_NAME_OR_END i32 (i32.const 3))
  (global $WANT_COLON i32 (i32.const 4))
  (global $WANT_COMMA_OR_END i32 (i32.const 5))
  (global $WANT_NOTHING i32 (i32.const 6))

  (global $deepest i32 (i32.const 512))
  ;; Shorter numbers hold nothing: json-number.ts.
  (global $shortest_number i32 (i32.const 7))

  ;; What `read` stopped at.
  (global $REST i32 (i32.const 0))
  (global $STRING i32 (i32.const 1))
  (global $NAME i32 (i32.const 2))
  (global $NUMBER i32 (i32.const 3))

  ;; What was seen in a string: the numbers of json-tables.ts.
  (global $TRIGGER i32 (i32.const 1))
  (global $ESCAPED i32 (i32.const 8))
  (global $CODED i32 (i32.const 32))
  ;; In ASKED_SEEN: of the longer strings those that only programs write, and those without anything to look at and without
  ;; a space, are passed over too.
  (global $SPACED i32 (i32.const 64))
  ;; In ASKED_SEEN: of those without a space the longest are told of all the same, since a file may be written in them.
  (global $FILES i32 (i32.const 256))
  ;; As in json-files.ts.
  (global $shortest_file i32 (i32.const 24))
  ;; In ASKED_SEEN: what does not reach over ASKED_AT is passed over, but for shorter strings as asked for.
  (global $REPEATED i32 (i32.const 128))

  (global $seen (mut i32) (i32.const 0))
  ;; 1 where the number that was read has nothing but digits.
  (global $plain (mut i32) (i32.const 0))
  (global $first (mut i32) (i32.const 0))
  (global $last (mut i32) (i32.const 0))
  (global $known (mut i32) (i32.const 0))
  (global $changed (mut i32) (i32.const 0))

  ;; A bit for each of 16 bytes that may anchor an entity. Any set of bytes can be told so: eight bits for the eight high
  ;; halves below 0x80, eight more for those above (as simdjson classifies, arXiv 1902.08318 §3.1.2).
  (func $triggers (param $bytes v128) (result i32)
    (local $low v128) (local $high v128) (local $found v128)
    (local.set $low (v128.and (local.get $bytes) (i8x16.splat (i32.const 15))))
    (local.set $high (i8x16.shr_u (local.get $bytes) (i32.const 4)))
    (local.set $found (v128.and
      (i8x16.swizzle (v128.load (i32.const 64)) (local.get $low))
      (i8x16.swizzle (v128.load (i32.const 80)) (local.get $high))))
    ;; Most texts are ASCII.
    (if (i8x16.bitmask (local.get $bytes)) (then
      (local.set $found (v128.or (local.get $found) (v128.and
        (i8x16.swizzle (v128.load (i32.const 96)) (local.get $low))
        (i8x16.swizzle (v128.load (i32.const 112)) (local.get $high)))))))
    (i32.xor (i32.const 0xffff) (i8x16.bitmask (i8x16.eq (v128.const i64x2 0 0) (local.get $found)))))

  ;; The same without the underscores that nothing is anchored at: of `hf_` and `api_org_` alone tokens begin that have no
  ;; digit (anchor-marks.ts). Names of programs are full of others.
  (func $anchors (param $at i32) (param $bytes v128) (param $triggers i32) (result i32)
    (local $underscores i32) (local $before v128)
    (local.set $underscores (i8x16.bitmask (i8x16.eq (local.get $bytes) (i8x16.splat (i32.const 0x5f)))))
    (if (i32.eqz (local.get $underscores)) (then (return (local.get $triggers))))
    (local.set $before (v128.load (i32.sub (local.get $at) (i32.const 1))))
    (i32.and (local.get $triggers) (i32.or
      (i32.xor (local.get $underscores) (i32.const -1))
      (i8x16.bitmask (v128.or
        (i8x16.eq (local.get $before) (i8x16.splat (i32.const 0x66)))
        (i8x16.eq (local.get $before) (i8x16.splat (i32.const 0x67))))))))

  ;; A bit for each of 16 bytes at which reading a string must halt: `"`, `\`, `%` and control characters.
  (func $halts (param $bytes v128) (result i32)
    (i8x16.bitmask (v128.or
      (v128.or
        (i8x16.eq (local.get $bytes) (i8x16.splat (i32.const 0x22)))
        (i8x16.eq (local.get $bytes) (i8x16.splat (i32.const 0x5c))))
      (v128.or
        (i8x16.eq (local.get $bytes) (i8x16.splat (i32.const 0x25)))
        (i8x16.lt_u (local.get $bytes) (i8x16.splat (i32.const 0x20)))))))

  (func $class (param $at i32) (result i32)
    (i32.load8_u offset=384 (i32.load8_u (local.get $at))))

  ;; From behind the opening quote to the closing one; 0 where the string is cut off or malformed. Leaves in `seen` what
  ;; is in it, and in `first` and `last` where its first and last triggers are.
  (func $string (param $at i32) (param $end i32) (result i32)
    (local $block v128) (local $halts i32) (local $triggers i32) (local $c i32)
    (global.set $seen (i32.const 0))
    (global.set $first (i32.const 0))
    (loop $block
      (if (i32.ge_u (local.get $at) (local.get $end)) (then (return (i32.const 0))))
      (local.set $block (v128.load (local.get $at)))
      (local.set $halts (call $halts (local.get $block)))
      (local.set $triggers (call $triggers (local.get $block)))
      (if (local.get $halts) (then
        ;; Only what stands before the halt counts: what is behind it comes again, or is not of this string.
        (local.set $triggers (i32.and (local.get $triggers)
          (i32.and (i32.sub (local.get $halts) (i32.const 1)) (i32.xor (local.get $halts) (i32.const -1)))))))
      (if (local.get $triggers)
        (then (local.set $triggers (call $anchors (local.get $at) (local.get $block) (local.get $triggers)))))
      (if (local.get $triggers) (then
        (global.set $last (i32.sub (i32.add (local.get $at) (i32.const 31)) (i32.clz (local.get $triggers))))
        (if (i32.eqz (global.get $first)) (then
          (global.set $first (i32.add (local.get $at) (i32.ctz (local.get $triggers))))
          (global.set $seen (i32.or (global.get $seen) (global.get $TRIGGER)))))))
      (if (i32.eqz (local.get $halts)) (then
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $block)))
      (local.set $at (i32.add (local.get $at) (i32.ctz (local.get $halts))))
      (if (i32.ge_u (local.get $at) (local.get $end)) (then (return (i32.const 0))))
      (local.set $c (i32.load8_u (local.get $at)))
      (if (i32.eq (local.get $c) (i32.const 0x22)) (then (return (local.get $at))))
      (if (i32.eq (local.get $c) (i32.const 0x25))
        (then (local.set $at (call $percent (local.get $at))))
        (else
          (local.set $at (call $escape (local.get $at) (local.get $end)))
          (if (i32.eqz (local.get $at)) (then (return (i32.const 0))))))
      (br $block))
    (unreachable))

  ;; A percent sign may begin an escape of a second layer.
  (func $percent (param $at i32) (result i32)
    (local.set $at (i32.add (local.get $at) (i32.const 1)))
    ;; A digit of `%40`, or the letter of `%u0040`.
    (if (i32.or
          (i32.and (call $class (local.get $at)) (i32.const 1))
          (i32.eq (i32.load8_u (local.get $at)) (i32.const 0x75)))
      (then
        (global.set $seen (i32.or (global.get $seen) (i32.or (global.get $TRIGGER) (global.get $CODED))))))
    (local.get $at))

  ;; Behind the escape that begins at a backslash; 0 where none does, at a control character, or where it is cut off.
  (func $escape (param $at i32) (param $end i32) (result i32)
    (local $length i32)
    (if (i32.ne (i32.load8_u (local.get $at)) (i32.const 0x5c)) (then (return (i32.const 0))))
    (if (i32.ge_u (i32.add (local.get $at) (i32.const 6)) (local.get $end)) (then (return (i32.const 0))))
    (local.set $length (i32.load8_u offset=128 (i32.load8_u offset=1 (local.get $at))))
    (global.set $seen (i32.or (global.get $seen) (global.get $ESCAPED)))
    (if (i32.eq (local.get $length) (i32.const 6)) (then
      ;; Four digits can stand for any byte.
      (global.set $seen (i32.or (global.get $seen) (i32.or (global.get $TRIGGER) (global.get $CODED))))
      (if (i32.eqz (i32.and (i32.const 1) (i32.and
            (i32.and (call $class (i32.add (local.get $at) (i32.const 2))) (call $class (i32.add (local.get $at) (i32.const 3))))
            (i32.and (call $class (i32.add (local.get $at) (i32.const 4))) (call $class (i32.add (local.get $at) (i32.const 5)))))))
        (then (return (i32.const 0)))))
    (else
      (if (i32.eqz (local.get $length)) (then (return (i32.const 0))))
      ;; `\\u0040` in JSON inside of JSON.
      (if (i32.eq (i32.load16_u offset=1 (local.get $at)) (i32.const 0x755c)) (then
        (global.set $seen (i32.or (global.get $seen) (i32.or (global.get $TRIGGER) (global.get $CODED))))))))
    (i32.add (local.get $at) (local.get $length)))

  ;; Behind the digits from here on.
  (func $digits (param $at i32) (result i32)
    (loop $digit
      (if (i32.and (call $class (local.get $at)) (i32.const 4)) (then
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $digit))))
    (local.get $at))

  ;; Behind the number that begins here; 0 where it is malformed or may go on behind the end. RFC 8259 §6.
  (func $number (param $at i32) (param $end i32) (result i32)
    (local $from i32) (local $whole i32)
    (local.set $at (i32.add (local.get $at) (i32.eq (i32.load8_u (local.get $at)) (i32.const 0x2d))))
    (local.set $from (local.get $at))
    (local.set $at (call $digits (local.get $at)))
    (local.set $whole (local.get $at))
    (if (i32.eq (local.get $at) (local.get $from)) (then (return (i32.const 0))))
    (if (i32.and
          (i32.eq (i32.load8_u (local.get $from)) (i32.const 0x30))
          (i32.gt_u (local.get $at) (i32.add (local.get $from) (i32.const 1))))
      (then (return (i32.const 0))))
    (if (i32.eq (i32.load8_u (local.get $at)) (i32.const 0x2e)) (then
      (local.set $from (i32.add (local.get $at) (i32.const 1)))
      (local.set $at (call $digits (local.get $from)))
      (if (i32.eq (local.get $at) (local.get $from)) (then (return (i32.const 0))))))
    (if (i32.eq (i32.or (i32.load8_u (local.get $at)) (i32.const 0x20)) (i32.const 0x65)) (then
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (if (i32.or
            (i32.eq (i32.load8_u (local.get $at)) (i32.const 0x2b))
            (i32.eq (i32.load8_u (local.get $at)) (i32.const 0x2d)))
        (then (local.set $at (i32.add (local.get $at) (i32.const 1)))))
      (local.set $from (local.get $at))
      (local.set $at (call $digits (local.get $from)))
      (if (i32.eq (local.get $at) (local.get $from)) (then (return (i32.const 0))))))
    (if (i32.ge_u (local.get $at) (local.get $end)) (then (return (i32.const 0))))
    (if (i32.and (call $class (local.get $at)) (i32.const 2)) (then (return (i32.const 0))))
    (global.set $plain (i32.eq (local.get $at) (local.get $whole)))
    (local.get $at))

  ;; Whether the number is a moment in seconds or milliseconds: 126 to 189 before seven or ten digits.
  ;; json-machine-made.ts says why nothing is looked for in it.
  (func $moment (param $start i32) (param $end i32) (result i32)
    (local $length i32) (local $lead i32)
    (local.set $length (i32.sub (local.get $end) (local.get $start)))
    (if (i32.eqz (global.get $plain)) (then (return (i32.const 0))))
    (if (i32.and
          (i32.ne (local.get $length) (i32.const 10))
          (i32.ne (local.get $length) (i32.const 13)))
      (then (return (i32.const 0))))
    (if (i32.ne (i32.load8_u (local.get $start)) (i32.const 0x31)) (then (return (i32.const 0))))
    (local.set $lead (i32.sub
      (i32.add
        (i32.mul (i32.load8_u offset=1 (local.get $start)) (i32.const 10))
        (i32.load8_u offset=2 (local.get $start)))
      (i32.const 528)))
    (i32.and (i32.ge_u (local.get $lead) (i32.const 26)) (i32.le_u (local.get $lead) (i32.const 89))))

  ;; All ones for each of 16 bytes from `least` on that is no more than `range` above it.
  (func $between (param $bytes v128) (param $least v128) (param $range v128) (result v128)
    (i8x16.le_u (i8x16.sub (local.get $bytes) (local.get $least)) (local.get $range)))

  ;; A bit for each of 16 bytes that is a hexadecimal digit.
  (func $hexadecimal (param $bytes v128) (result i32)
    (i8x16.bitmask (v128.or
      (call $between (local.get $bytes) (i8x16.splat (i32.const 0x30)) (i8x16.splat (i32.const 9)))
      (call $between (v128.or (local.get $bytes) (i8x16.splat (i32.const 0x20)))
        (i8x16.splat (i32.const 0x61)) (i8x16.splat (i32.const 5))))))

  ;; Whether only programs write such a string: json-machine-made.ts.
  (func $machine_made (param $start i32) (param $end i32) (result i32)
    (local $length i32)
    (local.set $length (i32.sub (local.get $end) (local.get $start)))
    (if (i32.eq (local.get $length) (i32.const 36)) (then (return (call $uuid (local.get $start)))))
    (if (i32.or
          (i32.lt_u (local.get $length) (i32.const 20))
          (i32.gt_u (local.get $length) (i32.const 35)))
      (then (return (i32.const 0))))
    (call $time (local.get $start) (local.get $end)))

  ;; Hyphens at 8, 13, 18 and 23 of 36, and hexadecimal digits.
  (func $uuid (param $start i32) (result i32)
    (if (i32.ne (i32.const 0xdeff) (call $hexadecimal (v128.load (local.get $start)))) (then (return (i32.const 0))))
    (if (i32.ne (i32.const 0xff7b) (call $hexadecimal (v128.load offset=16 (local.get $start)))) (then (return (i32.const 0))))
    (if (i32.ne (i32.const 0xfff7) (call $hexadecimal (v128.load offset=20 (local.get $start)))) (then (return (i32.const 0))))
    (i32.and
      (i32.and
        (i32.eq (i32.load8_u offset=8 (local.get $start)) (i32.const 0x2d))
        (i32.eq (i32.load8_u offset=13 (local.get $start)) (i32.const 0x2d)))
      (i32.and
        (i32.eq (i32.load8_u offset=18 (local.get $start)) (i32.const 0x2d))
        (i32.eq (i32.load8_u offset=23 (local.get $start)) (i32.const 0x2d)))))

  ;; 0000-00-00T00:00:00, perhaps a fraction, and Z or an offset.
  (func $time (param $start i32) (param $end i32) (result i32)
    (local $at i32) (local $bytes v128)
    (local.set $bytes (v128.load (local.get $start)))
    (if (i32.ne (i32.const 0xdb6f) (i8x16.bitmask (call $between
          (local.get $bytes) (i8x16.splat (i32.const 0x30)) (i8x16.splat (i32.const 9)))))
      (then (return (i32.const 0))))
    (if (i32.ne (i32.const 0x2490) (i8x16.bitmask (i8x16.eq (local.get $bytes)
          (v128.const i8x16 0 0 0 0 0x2d 0 0 0x2d 0 0 0x54 0 0 0x3a 0 0))))
      (then (return (i32.const 0))))
    (if (i32.ne (i32.load8_u offset=16 (local.get $start)) (i32.const 0x3a)) (then (return (i32.const 0))))
    (if (i32.eqz (call $pair (i32.add (local.get $start) (i32.const 17)))) (then (return (i32.const 0))))
    (local.set $at (i32.add (local.get $start) (i32.const 19)))
    (if (i32.eq (i32.load8_u (local.get $at)) (i32.const 0x2e)) (then
      (local.set $start (i32.add (local.get $at) (i32.const 1)))
      (local.set $at (call $digits (local.get $start)))
      (if (i32.eq (local.get $at) (local.get $start)) (then (return (i32.const 0))))))
    (if (i32.eq (i32.load8_u (local.get $at)) (i32.const 0x5a)) (then
      (return (i32.eq (i32.add (local.get $at) (i32.const 1)) (local.get $end)))))
    (if (i32.and
          (i32.ne (i32.load8_u (local.get $at)) (i32.const 0x2b))
          (i32.ne (i32.load8_u (local.get $at)) (i32.const 0x2d)))
      (then (return (i32.const 0))))
    (i32.and
      (i32.and
        (i32.eq (i32.add (local.get $at) (i32.const 6)) (local.get $end))
        (i32.eq (i32.load8_u offset=3 (local.get $at)) (i32.const 0x3a)))
      (i32.and
        (call $pair (i32.add (local.get $at) (i32.const 1)))
        (call $pair (i32.add (local.get $at) (i32.const 4))))))

  ;; Whether two decimal digits stand here.
  (func $pair (param $at i32) (result i32)
    (i32.shr_u
      (i32.and (i32.and (call $class (local.get $at)) (call $class (i32.add (local.get $at) (i32.const 1)))) (i32.const 4))
      (i32.const 2)))

  ;; Whether a space stands in a string.
  (func $spaced (param $at i32) (param $end i32) (result i32)
    (local $spaces i32)
    (loop $block
      (local.set $spaces (i8x16.bitmask (i8x16.eq (v128.load (local.get $at)) (i8x16.splat (i32.const 0x20)))))
      (if (local.get $spaces)
        (then (return (i32.lt_u (i32.add (local.get $at) (i32.ctz (local.get $spaces))) (local.get $end)))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $block (i32.lt_u (local.get $at) (local.get $end))))
    (i32.const 0))

  ;; Whether a string at this depth is passed over. One whose name tells what it holds is not, unless it is empty.
  (func $passes (param $depth i32) (param $start i32) (param $end i32) (result i32)
    (local $asked i32)
    (if (i32.gt_u (local.get $end) (i32.load (global.get $ASKED_AT))) (then (return (i32.const 0))))
    (local.set $asked (i32.load (global.get $ASKED_SEEN)))
    (if (i32.and (local.get $asked) (global.get $REPEATED)) (then
      (return (i32.or
        (i32.eqz (i32.and (global.get $seen) (local.get $asked)))
        (i32.ge_u (i32.sub (local.get $end) (local.get $start)) (i32.load (global.get $LEAST_READ)))))))
    (if (i32.load offset=12 (call $frame (local.get $depth)))
      (then (return (i32.eq (local.get $end) (local.get $start)))))
    (if (i32.ge_u (i32.sub (local.get $end) (local.get $start)) (i32.load (global.get $LEAST_READ))) (then
      (if (i32.eqz (i32.and (local.get $asked) (global.get $SPACED))) (then (return (i32.const 0))))
      (if (i32.eqz (i32.and (global.get $seen) (i32.or (global.get $TRIGGER) (global.get $ESCAPED))))
        (then
          (if (i32.and (local.get $asked) (global.get $FILES)) (then
            (if (i32.ge_u (i32.sub (local.get $end) (local.get $start)) (global.get $shortest_file))
              (then (return (call $machine_made (local.get $start) (local.get $end)))))))
          (return (i32.eqz (call $spaced (local.get $start) (local.get $end))))))
      (return (call $machine_made (local.get $start) (local.get $end)))))
    (if (i32.eqz (i32.and (global.get $seen) (local.get $asked))) (then (return (i32.const 1))))
    (call $machine_made (local.get $start) (local.get $end)))

  ;; Whether a number at this depth is passed over.
  (func $passes_number (param $depth i32) (param $start i32) (param $end i32) (result i32)
    (if (i32.and (i32.load (global.get $ASKED_SEEN)) (global.get $REPEATED))
      (then (return (i32.le_u (local.get $end) (i32.load (global.get $ASKED_AT))))))
    (if (i32.load offset=12 (call $frame (local.get $depth))) (then (return (i32.const 0))))
    (if (i32.lt_u (i32.sub (local.get $end) (local.get $start)) (global.get $shortest_number))
      (then (return (i32.const 1))))
    (call $moment (local.get $start) (local.get $end)))

  ;; Behind `true`, `false` or `null`; 0 where none of them stands here in full.
  (func $word (param $at i32) (param $end i32) (result i32)
    (local $word i32)
    (local.set $word (i32.load (local.get $at)))
    (local.set $at (i32.add (local.get $at) (i32.const 4)))
    (if (i32.eq (local.get $word) (i32.const 0x736c6166)) (then
      (if (i32.ne (i32.load8_u (local.get $at)) (i32.const 0x65)) (then (return (i32.const 0))))
      (local.set $at (i32.add (local.get $at) (i32.const 1))))
    (else
      (if (i32.and
            (i32.ne (local.get $word) (i32.const 0x65757274))
            (i32.ne (local.get $word) (i32.const 0x6c6c756e)))
        (then (return (i32.const 0))))))
    (select (local.get $at) (i32.const 0) (i32.le_u (local.get $at) (local.get $end))))

  ;; Behind the white space from here on: line ends with the spaces of an indentation.
  (func $space (param $at i32) (param $end i32) (result i32)
    (local $c i32) (local $others i32)
    (loop $next
      (if (i32.ge_u (local.get $at) (local.get $end)) (then (return (local.get $end))))
      (local.set $c (i32.load8_u (local.get $at)))
      (if (i32.eq (local.get $c) (i32.const 0x20)) (then
        (local.set $others (i32.xor (i32.const 0xffff) (i8x16.bitmask (i8x16.eq
          (v128.load (local.get $at)) (i8x16.splat (i32.const 0x20))))))
        (local.set $at (i32.add (local.get $at)
          (select (i32.ctz (local.get $others)) (i32.const 16) (local.get $others))))
        (br $next)))
      (if (i32.or
            (i32.or (i32.eq (local.get $c) (i32.const 0x0a)) (i32.eq (local.get $c) (i32.const 0x0d)))
            (i32.eq (local.get $c) (i32.const 0x09)))
        (then
          (local.set $at (i32.add (local.get $at) (i32.const 1)))
          (br $next))))
    (local.get $at))

  (func $frame (param $depth i32) (result i32)
    (i32.add (i32.const 1024) (i32.shl (local.get $depth) (i32.const 4))))

  ;; The frame at this depth is no longer what it was.
  (func $change (param $depth i32)
    (if (i32.lt_u (local.get $depth) (global.get $changed)) (then (global.set $changed (local.get $depth)))))

  ;; A new frame for an object (1) or an array (0). What is told of a member counts for the elements of its array.
  (func $open (param $depth i32) (param $is_object i32)
    (local $frame i32)
    (call $change (local.get $depth))
    (local.set $frame (call $frame (local.get $depth)))
    (i32.store (local.get $frame) (local.get $is_object))
    (i64.store offset=4 align=4 (local.get $frame) (i64.const 0))
    (i32.store offset=12 (local.get $frame) (select
      (i32.const 0)
      (i32.load offset=12 (i32.sub (local.get $frame) (i32.const 16)))
      (local.get $is_object))))

  ;; The member at this depth has a new name.
  (func $name (param $depth i32) (param $start i32) (param $end i32)
    (local $frame i32)
    (call $change (local.get $depth))
    (local.set $frame (call $frame (local.get $depth)))
    (i32.store offset=4 (local.get $frame) (i32.add (local.get $start) (i32.load (global.get $BIAS))))
    (i32.store offset=8 (local.get $frame) (i32.add (local.get $end) (i32.load (global.get $BIAS))))
    (i32.store offset=12 (local.get $frame) (i32.const 0)))

  ;; The array at this depth has a further element.
  (func $element (param $depth i32)
    (local $frame i32)
    (call $change (local.get $depth))
    (local.set $frame (call $frame (local.get $depth)))
    (i32.store offset=4 (local.get $frame) (i32.add (i32.load offset=4 (local.get $frame)) (i32.const 1))))

  ;; What is known of a name: 1 nothing, 2 that its strings are to be told of, 0 that nobody was asked. A name of up to 32
  ;; bytes without escapes is compared byte by byte, in one of two places; where to write of it is left in the slot.
  (func $lookup (param $start i32) (param $end i32) (result i32)
    (local $length i32) (local $slot i32) (local $head v128) (local $tail v128) (local $mix i64)
    (i32.store (global.get $SLOT) (i32.const 0))
    (local.set $length (i32.sub (local.get $end) (local.get $start)))
    (if (i32.or (i32.gt_u (local.get $length) (i32.const 32)) (i32.and (global.get $seen) (global.get $ESCAPED)))
      (then (return (i32.const 0))))
    (local.set $head (v128.and (v128.load (local.get $start))
      (v128.load (i32.sub (i32.const 672) (local.get $length)))))
    (local.set $tail (v128.and (v128.load offset=16 (local.get $start))
      (v128.load (i32.sub (i32.const 688) (local.get $length)))))
    ;; Multiplying spreads over the upper bits what any byte says (D. E. Knuth, TAOCP 3, §6.4, with 2^64 / golden ratio).
    (local.set $mix (i64.xor
      (i64.xor (i64x2.extract_lane 0 (local.get $head)) (i64.rotl (i64x2.extract_lane 1 (local.get $head)) (i64.const 23)))
      (i64.xor (i64.rotl (i64x2.extract_lane 0 (local.get $tail)) (i64.const 37)) (i64.rotl (i64x2.extract_lane 1 (local.get $tail)) (i64.const 51)))))
    (local.set $mix (i64.mul (local.get $mix) (i64.const 0x9e3779b97f4a7c15)))
    (local.set $slot (call $entry (i32.wrap_i64 (i64.shr_u (local.get $mix) (i64.const 54)))))
    (if (call $holds (local.get $slot) (local.get $head) (local.get $tail))
      (then (return (i32.load offset=32 (local.get $slot)))))
    (i32.store (global.get $SLOT) (local.get $slot))
    (local.set $slot (call $entry
      (i32.xor (i32.wrap_i64 (i64.shr_u (local.get $mix) (i64.const 54))) (i32.const 1))))
    (if (call $holds (local.get $slot) (local.get $head) (local.get $tail))
      (then (return (i32.load offset=32 (local.get $slot)))))
    ;; The first of both that is free; the second is given up where neither is.
    (if (i32.load offset=32 (i32.load (global.get $SLOT))) (then (i32.store (global.get $SLOT) (local.get $slot))))
    (local.set $slot (i32.load (global.get $SLOT)))
    (v128.store (local.get $slot) (local.get $head))
    (v128.store offset=16 (local.get $slot) (local.get $tail))
    (i32.store offset=32 (local.get $slot) (i32.const 0))
    (i32.const 0))

  (func $entry (param $number i32) (result i32)
    (i32.add (i32.const 16384) (i32.mul (local.get $number) (i32.const 48))))

  ;; An empty name and a free entry look the same; nothing is known of either.
  (func $holds (param $slot i32) (param $head v128) (param $tail v128) (result i32)
    (i32.eqz (v128.any_true (v128.or
      (v128.xor (v128.load (local.get $slot)) (local.get $head))
      (v128.xor (v128.load offset=16 (local.get $slot)) (local.get $tail))))))

  ;; Says where it stopped, and at what.
  (func $stop (param $at i32) (param $depth i32) (param $state i32)
    (i32.store (global.get $AT) (local.get $at))
    (i32.store (global.get $DEPTH) (local.get $depth))
    (i32.store (global.get $STATE) (local.get $state))
    (i32.store (global.get $CHANGED) (global.get $changed)))

  (func $tell (param $start i32) (param $end i32)
    (i32.store (global.get $TOKEN) (local.get $start))
    (i32.store (global.get $TOKEN_END) (local.get $end))
    (i32.store (global.get $SEEN_AT) (global.get $seen))
    (i32.store (global.get $FIRST_AT) (global.get $first))
    (i32.store (global.get $LAST_AT) (global.get $last)))

  ;; Reads on from where it stopped, up to what must be told of, or to a token that it leaves to others.
  (func (export "read") (result i32)
    (local $at i32) (local $end i32) (local $depth i32) (local $state i32) (local $c i32) (local $start i32) (local $to i32)
    (local.set $at (i32.load (global.get $AT)))
    (local.set $end (i32.load (global.get $END)))
    (local.set $depth (i32.load (global.get $DEPTH)))
    (local.set $state (i32.load (global.get $STATE)))
    (global.set $changed (i32.const 0x7fffffff))
    (block $rest
      (loop $token
        (if (i32.ge_u (local.get $at) (local.get $end)) (then (br $rest)))
        (local.set $c (i32.load8_u (local.get $at)))
        (if (i32.le_u (local.get $c) (i32.const 0x20)) (then
          (local.set $to (call $space (local.get $at) (local.get $end)))
          (br_if $rest (i32.eq (local.get $to) (local.get $at)))
          (local.set $at (local.get $to))
          (br $token)))

        ;; Between two members or elements.
        (if (i32.eq (local.get $state) (global.get $WANT_COMMA_OR_END)) (then
          (if (i32.eq (local.get $c) (i32.const 0x2c)) (then
            (local.set $at (i32.add (local.get $at) (i32.const 1)))
            (if (i32.load (call $frame (local.get $depth)))
              (then (local.set $state (global.get $WANT_NAME)))
              (else
                (call $element (local.get $depth))
                (local.set $state (global.get $WANT_VALUE))))
            (br $token)))))

        ;; The end of an object or array.
        (if (i32.eq (i32.or (local.get $c) (i32.const 0x20)) (i32.const 0x7d)) (then
          (local.set $to (i32.load (call $frame (local.get $depth))))
          (br_if $rest (i32.ne (local.get $to) (i32.eq (local.get $c) (i32.const 0x7d))))
          (br_if $rest (i32.and
            (i32.ne (local.get $state) (global.get $WANT_COMMA_OR_END))
            (i32.ne (local.get $state) (select (global.get $WANT_NAME_OR_END) (global.get $WANT_VALUE_OR_END) (local.get $to)))))
          (local.set $at (i32.add (local.get $at) (i32.const 1)))
          (local.set $depth (i32.sub (local.get $depth) (i32.const 1)))
          (local.set $state (global.get $WANT_COMMA_OR_END))
          (br_if $token (local.get $depth))
          (local.set $state (global.get $WANT_NOTHING))
          (br $rest)))

        (if (i32.eq (local.get $state) (global.get $WANT_COLON)) (then
          (br_if $rest (i32.ne (local.get $c) (i32.const 0x3a)))
          (local.set $at (i32.add (local.get $at) (i32.const 1)))
          (local.set $state (global.get $WANT_VALUE))
          (br $token)))
        (br_if $rest (i32.eq (local.get $state) (global.get $WANT_COMMA_OR_END)))

        ;; A name. The colon behind it most often follows at once.
        (if (i32.ge_u (local.get $state) (global.get $WANT_NAME)) (then
          (br_if $rest (i32.ne (local.get $c) (i32.const 0x22)))
          (local.set $start (i32.add (local.get $at) (i32.const 1)))
          (local.set $to (call $string (local.get $start) (local.get $end)))
          (br_if $rest (i32.eqz (local.get $to)))
          (local.set $at (i32.add (local.get $to) (i32.const 1)))
          (local.set $state (global.get $WANT_COLON))
          (call $name (local.get $depth) (local.get $start) (local.get $to))
          (if (i32.or
                (i32.or (i32.and (global.get $seen) (global.get $TRIGGER)) (i32.load (global.get $ASKS_NAMES)))
                (i32.gt_u (local.get $to) (i32.load (global.get $ASKED_AT))))
            (then
            (global.set $known (call $lookup (local.get $start) (local.get $to)))
            (if (i32.or (i32.eqz (global.get $known)) (i32.gt_u (local.get $to) (i32.load (global.get $ASKED_AT)))) (then
              (call $tell (local.get $start) (local.get $to))
              (call $stop (local.get $at) (local.get $depth) (local.get $state))
              (return (global.get $NAME))))
            (i32.store offset=12 (call $frame (local.get $depth)) (i32.shr_u (global.get $known) (i32.const 1)))))
          (br_if $rest (i32.ge_u (local.get $at) (local.get $end)))
          (if (i32.eq (i32.load8_u (local.get $at)) (i32.const 0x3a)) (then
            (local.set $at (i32.add (local.get $at) (i32.const 1)))
            (local.set $state (global.get $WANT_VALUE))))
          (br $token)))

        ;; A value.
        (if (i32.eq (local.get $c) (i32.const 0x22)) (then
          (local.set $start (i32.add (local.get $at) (i32.const 1)))
          (local.set $to (call $string (local.get $start) (local.get $end)))
          (br_if $rest (i32.eqz (local.get $to)))
          (local.set $at (i32.add (local.get $to) (i32.const 1)))
          (local.set $state (global.get $WANT_COMMA_OR_END))
          (br_if $token (call $passes (local.get $depth) (local.get $start) (local.get $to)))
          (call $tell (local.get $start) (local.get $to))
          (call $stop (local.get $at) (local.get $depth) (local.get $state))
          (return (global.get $STRING))))
        (if (i32.eq (i32.or (local.get $c) (i32.const 0x20)) (i32.const 0x7b)) (then
          (br_if $rest (i32.ge_u (local.get $depth) (global.get $deepest)))
          (local.set $depth (i32.add (local.get $depth) (i32.const 1)))
          (local.set $to (i32.eq (local.get $c) (i32.const 0x7b)))
          (call $open (local.get $depth) (local.get $to))
          (local.set $at (i32.add (local.get $at) (i32.const 1)))
          (local.set $state (select (global.get $WANT_NAME_OR_END) (global.get $WANT_VALUE_OR_END) (local.get $to)))
          (br $token)))
        (if (i32.gt_u (local.get $c) (i32.const 0x39)) (then
          (local.set $to (call $word (local.get $at) (local.get $end)))
          (br_if $rest (i32.eqz (local.get $to)))
          (local.set $at (local.get $to))
          (local.set $state (global.get $WANT_COMMA_OR_END))
          (br $token)))
        (local.set $to (call $number (local.get $at) (local.get $end)))
        (br_if $rest (i32.eqz (local.get $to)))
        (local.set $start (local.get $at))
        (local.set $at (local.get $to))
        (local.set $state (global.get $WANT_COMMA_OR_END))
        (br_if $token (call $passes_number (local.get $depth) (local.get $start) (local.get $to)))
        (global.set $seen (i32.const 0))
        (call $tell (local.get $start) (local.get $to))
        (call $stop (local.get $at) (local.get $depth) (local.get $state))
        (return (global.get $NUMBER))))
    (call $stop (local.get $at) (local.get $depth) (local.get $state))
    (global.get $REST))
)
