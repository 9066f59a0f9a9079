;; Tells by the shape of a JSON document whether names may stand in it elsewhere than right before their values: above the
;; columns of a list of lists, or in a member beside the value's.
;;
;; It trusts the document: of a malformed one it may say anything. Of names it knows those that were taught; whether a
;; string tells anything that stands where the name of a value may, it asks. What it says no to has no such names; what it
;; says yes to is worth a look.
;;
;; Its memory, which json-shape.ts knows by the same numbers:
;;       0  16 bytes of ones and 16 zeros: from 16 - n on, a mask for n bytes
;;      32  of the string that it asks about: where it begins and ends, its class, and where to read on
;;    1024  512 entries of 32 bytes: 16 of a name, and of which class it is
;;   20480  four bytes for each depth: what the object or array there is, and which members it has by now
;;   24576  512 entries of 32 bytes: strings that tell nothing, and of which class they are
;;   40960  the text
(module
  (memory (export "memory") 3 3)

  ;; Of a frame: it is an object. Of a frame and a name: a value's, one that names, one that says what kind. An array has
  ;; VALUE where it is a value's.
  (global $OBJECT i32 (i32.const 1))
  (global $VALUE i32 (i32.const 2))
  (global $NAME i32 (i32.const 4))
  (global $KIND i32 (i32.const 8))
  (global $ANY i32 (i32.const 14))

  (global $deepest i32 (i32.const 511))
  (global $longest_name i32 (i32.const 16))
  (global $entries i32 (i32.const 512))
  ;; No name of a field has more bytes.
  (global $longest_told i32 (i32.const 192))
  ;; What `look` says instead of a place.
  (global $MAYBE i32 (i32.const -1))
  (global $ASK i32 (i32.const -2))

  (global $depth (mut i32) (i32.const 0))
  ;; Of the last name.
  (global $class (mut i32) (i32.const 0))
  ;; 1 where a string is a name.
  (global $at_name (mut i32) (i32.const 0))
  ;; 1 right behind the opening of an array.
  (global $fresh (mut i32) (i32.const 0))
  (global $escaped (mut i32) (i32.const 0))

  (func $frame (result i32)
    (i32.add (i32.const 20480) (i32.shl (global.get $depth) (i32.const 2))))

  ;; From behind the opening quote to the closing one; 0 where it is not at hand.
  (func $string (param $at i32) (param $end i32) (result i32)
    (local $block v128) (local $halts i32)
    (global.set $escaped (i32.const 0))
    (loop $block
      (local.set $block (v128.load (local.get $at)))
      (local.set $halts (i8x16.bitmask (v128.or
        (i8x16.eq (local.get $block) (i8x16.splat (i32.const 0x22)))
        (i8x16.eq (local.get $block) (i8x16.splat (i32.const 0x5c))))))
      (local.set $at (i32.add (local.get $at)
        (select (i32.ctz (local.get $halts)) (i32.const 16) (local.get $halts))))
      (if (i32.ge_u (local.get $at) (local.get $end)) (then (return (i32.const 0))))
      (br_if $block (i32.eqz (local.get $halts)))
      (if (i32.eq (i32.load8_u (local.get $at)) (i32.const 0x22)) (then (return (local.get $at))))
      (global.set $escaped (i32.const 1))
      (local.set $at (i32.add (local.get $at) (i32.const 2)))
      (br_if $block (i32.lt_u (local.get $at) (local.get $end))))
    (i32.const 0))

  ;; One of 512 numbers. Multiplying spreads over the upper bits what any byte says (D. E. Knuth, TAOCP 3, §6.4, with
  ;; 2^64 / golden ratio).
  (func $number (param $name v128) (result i32)
    (i32.wrap_i64 (i64.shr_u
      (i64.mul
        (i64.xor
          (i64x2.extract_lane 0 (local.get $name))
          (i64.rotl (i64x2.extract_lane 1 (local.get $name)) (i64.const 23)))
        (i64.const 0x9e3779b97f4a7c15))
      (i64.const 55))))

  (func $is (param $entry i32) (param $name v128) (result i32)
    (i32.eqz (v128.any_true (v128.xor (v128.load (local.get $entry)) (local.get $name)))))

  ;; The entry of the name, or the free one where it would stand: they are tried one after another.
  (func $entry (param $name v128) (result i32)
    (local $number i32) (local $entry i32)
    (local.set $number (call $number (local.get $name)))
    (loop $next
      (local.set $entry (i32.add (i32.const 1024) (i32.shl (local.get $number) (i32.const 5))))
      (if (i32.eqz (i32.load offset=16 (local.get $entry))) (then (return (local.get $entry))))
      (if (call $is (local.get $entry) (local.get $name)) (then (return (local.get $entry))))
      (local.set $number (i32.rem_u (i32.add (local.get $number) (i32.const 1)) (global.get $entries)))
      (br $next))
    (unreachable))

  (func $named (param $start i32) (param $length i32) (result v128)
    (v128.and (v128.load (local.get $start)) (v128.load (i32.sub (i32.const 16) (local.get $length)))))

  ;; The class of a name; one with escapes may be any.
  (func $classify (param $start i32) (param $end i32) (result i32)
    (local $length i32)
    (if (global.get $escaped) (then (return (global.get $ANY))))
    (local.set $length (i32.sub (local.get $end) (local.get $start)))
    (if (i32.gt_u (local.get $length) (global.get $longest_name)) (then (return (i32.const 0))))
    (i32.load offset=16 (call $entry (call $named (local.get $start) (local.get $length)))))

  ;; A name of up to 16 bytes that stands at `start` is of a class.
  (func (export "teach") (param $start i32) (param $length i32) (param $class i32)
    (local $name v128) (local $entry i32)
    (local.set $name (call $named (local.get $start) (local.get $length)))
    (local.set $entry (call $entry (local.get $name)))
    (v128.store (local.get $entry) (local.get $name))
    (i32.store offset=16 (local.get $entry) (i32.or (i32.load offset=16 (local.get $entry)) (local.get $class))))

  ;; A document begins.
  (func (export "begin")
    (global.set $depth (i32.const 0))
    (global.set $class (i32.const 0))
    (global.set $at_name (i32.const 0))
    (global.set $fresh (i32.const 0))
    (i32.store (call $frame) (i32.const 0)))

  ;; The place of a string among those that tell nothing; 0 for a longer one.
  (func $silent (param $start i32) (param $end i32) (result i32)
    (if (i32.gt_u (i32.sub (local.get $end) (local.get $start)) (global.get $longest_name))
      (then (return (i32.const 0))))
    (i32.add (i32.const 24576) (i32.shl
      (call $number (call $named (local.get $start) (i32.sub (local.get $end) (local.get $start))))
      (i32.const 5))))

  ;; Whether a string of this class must be asked about.
  (func $is_open (param $start i32) (param $end i32) (param $class i32) (result i32)
    (local $entry i32)
    (if (i32.gt_u (i32.sub (local.get $end) (local.get $start)) (global.get $longest_told))
      (then (return (i32.const 0))))
    (local.set $entry (call $silent (local.get $start) (local.get $end)))
    (if (i32.eqz (local.get $entry)) (then (return (i32.const 1))))
    (if (i32.ne (i32.load offset=16 (local.get $entry)) (local.get $class)) (then (return (i32.const 1))))
    (i32.eqz (call $is (local.get $entry)
      (call $named (local.get $start) (i32.sub (local.get $end) (local.get $start))))))

  ;; The innermost object has a member of this class.
  (func $has (param $class i32)
    (i32.store (call $frame) (i32.or (i32.load (call $frame)) (local.get $class))))

  ;; A string is a name, or a value of the last one, or stands in an array. Returns 1 where it must be asked about.
  (func $note (param $start i32) (param $end i32) (result i32)
    (local $frame i32) (local $members i32) (local $telling i32)
    (if (global.get $at_name) (then
      (global.set $class (call $classify (local.get $start) (local.get $end)))
      (global.set $at_name (i32.const 0))
      (return (i32.const 0))))
    (local.set $frame (call $frame))
    (local.set $members (i32.load (local.get $frame)))
    (if (i32.eqz (i32.and (local.get $members) (global.get $OBJECT))) (then
      (if (i32.and (local.get $members) (global.get $VALUE)) (then
        (local.set $frame (i32.sub (local.get $frame) (i32.const 4)))
        (i32.store (local.get $frame) (i32.or (i32.load (local.get $frame)) (global.get $VALUE)))))
      (return (i32.const 0))))
    (if (global.get $escaped) (then
      (call $has (global.get $class))
      (return (i32.const 0))))
    (call $has (i32.and (global.get $class) (global.get $VALUE)))
    (local.set $telling (i32.and (global.get $class) (i32.or (global.get $NAME) (global.get $KIND))))
    (if (i32.eqz (local.get $telling)) (then (return (i32.const 0))))
    (if (i32.eqz (call $is_open (local.get $start) (local.get $end) (local.get $telling)))
      (then (return (i32.const 0))))
    (i32.store (i32.const 32) (local.get $start))
    (i32.store (i32.const 36) (local.get $end))
    (i32.store (i32.const 40) (local.get $telling))
    (i32.store (i32.const 44) (i32.add (local.get $end) (i32.const 1)))
    (i32.const 1))

  ;; The string that was asked about tells something, or nothing.
  (func (export "answer") (param $is_telling i32)
    (local $start i32) (local $end i32) (local $entry i32)
    (if (local.get $is_telling) (then
      (call $has (i32.load (i32.const 40)))
      (return)))
    (local.set $start (i32.load (i32.const 32)))
    (local.set $end (i32.load (i32.const 36)))
    (local.set $entry (call $silent (local.get $start) (local.get $end)))
    (if (i32.eqz (local.get $entry)) (then (return)))
    (v128.store (local.get $entry)
      (call $named (local.get $start) (i32.sub (local.get $end) (local.get $start))))
    (i32.store offset=16 (local.get $entry) (i32.load (i32.const 40))))

  ;; An object or array begins. Returns 1 where nothing more needs to be looked at.
  (func $open (param $is_object i32) (result i32)
    (local $frame i32) (local $members i32) (local $inner i32)
    (if (i32.ge_u (global.get $depth) (global.get $deepest)) (then (return (i32.const 1))))
    (local.set $frame (call $frame))
    (local.set $members (i32.load (local.get $frame)))
    (if (local.get $is_object)
      (then
        (local.set $inner (global.get $OBJECT))
        (if (i32.and (local.get $members) (global.get $OBJECT)) (then
          (i32.store (local.get $frame)
            (i32.or (local.get $members) (i32.and (global.get $class) (global.get $KIND)))))))
      (else
        (if (global.get $fresh) (then (return (i32.const 1))))
        (if (i32.and (local.get $members) (global.get $OBJECT)) (then
          (local.set $inner (i32.and (global.get $class) (global.get $VALUE)))))))
    (global.set $depth (i32.add (global.get $depth) (i32.const 1)))
    (i32.store (call $frame) (local.get $inner))
    (global.set $at_name (local.get $is_object))
    (global.set $fresh (i32.eqz (local.get $is_object)))
    (i32.const 0))

  ;; An object or array ends. Returns 1 where it has a value, and a name beside that.
  (func $close (result i32)
    (local $members i32)
    (local.set $members (i32.load (call $frame)))
    (if (i32.eqz (global.get $depth)) (then (return (i32.const 1))))
    (global.set $depth (i32.sub (global.get $depth) (i32.const 1)))
    (global.set $at_name (i32.const 0))
    (global.set $fresh (i32.const 0))
    (i32.and
      (i32.eq (i32.and (local.get $members) (i32.const 3)) (i32.const 3))
      (i32.ne (i32.and (local.get $members) (i32.const 12)) (i32.const 0))))

  ;; Behind the spaces from here on: an indentation.
  (func $spaces (param $at i32) (result i32)
    (local $others i32)
    (loop $next
      (local.set $others (i32.xor (i32.const 0xffff) (i8x16.bitmask (i8x16.eq
        (v128.load (local.get $at)) (i8x16.splat (i32.const 0x20))))))
      (local.set $at (i32.add (local.get $at)
        (select (i32.ctz (local.get $others)) (i32.const 16) (local.get $others))))
      (br_if $next (i32.eqz (local.get $others))))
    (local.get $at))

  ;; Reads on in `[at, end)`; returns where the string begins that goes on behind it, or the end, or MAYBE, or ASK: then it
  ;; wants an `answer` before it reads on.
  (func (export "look") (param $at i32) (param $end i32) (result i32)
    (local $c i32) (local $to i32)
    (loop $token
      (if (i32.ge_u (local.get $at) (local.get $end)) (then (return (local.get $end))))
      (local.set $c (i32.load8_u (local.get $at)))
      (if (i32.eq (local.get $c) (i32.const 0x22)) (then
        (local.set $to (call $string (i32.add (local.get $at) (i32.const 1)) (local.get $end)))
        (if (i32.eqz (local.get $to)) (then (return (local.get $at))))
        (global.set $fresh (i32.const 0))
        (if (call $note (i32.add (local.get $at) (i32.const 1)) (local.get $to)) (then (return (global.get $ASK))))
        (local.set $at (i32.add (local.get $to) (i32.const 1)))
        (br $token)))
      (if (i32.eq (local.get $c) (i32.const 0x20)) (then
        (local.set $at (call $spaces (local.get $at)))
        (br $token)))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      ;; Tab, line feed and carriage return.
      (br_if $token (i32.lt_u (local.get $c) (i32.const 0x20)))
      (if (i32.eq (local.get $c) (i32.const 0x2c)) (then
        (global.set $at_name (i32.and (i32.load (call $frame)) (global.get $OBJECT)))
        (br $token)))
      (if (i32.eq (i32.or (local.get $c) (i32.const 0x20)) (i32.const 0x7b)) (then
        (if (call $open (i32.eq (local.get $c) (i32.const 0x7b))) (then (return (global.get $MAYBE))))
        (br $token)))
      (if (i32.eq (i32.or (local.get $c) (i32.const 0x20)) (i32.const 0x7d)) (then
        (if (call $close) (then (return (global.get $MAYBE))))
        (br $token)))
      ;; Colons, numbers and words.
      (global.set $fresh (i32.const 0))
      (br $token))
    (unreachable))
)
