;; Cuts free text into words, numbers and marks, and says which of them are worth a look: tokens.ts and sight.ts, line by line.
;;
;; Its memory is laid out by prose-memory.ts, which fills all tables from what the plain code asks; prose-scores.wat reads it too:
;;       0  how many tokens there are, how many marks, how many were opened; forms seen, words known of; 1 where any is joined
;;      64  where the text begins in this memory, less where it begins in the caller's: to be added to `start` and `end`
;;    1024  traits by byte (traits.ts), 256 numbers
;;    2048  hashes of ASCII marks, 128 numbers
;;    2624  traits by kind of character, 7 numbers
;;    2688  what is left of a tail by the length of its word, 16 numbers
;;    2752  how many tails of streets there are, and behind it the tails
;;    3904  hashes of the beginnings of a word
;;    8192  by code point below U+0800: small form, and kind << 11
;;   12288  letters with their accents (accents.ts)
;;   18432  1 for each place of a tail that may end like a street
;; and columns of 1024 numbers, each with 16 more before and behind:
;;   20544 start, 24768 end, 28992 hash, 33216 tail, 37440 marks, 41664 known, 45888 opened, 50112 lists and form in one number,
;;   54336 shape, 58560 class; and of 1024 bytes, with 64 behind: 62784 form, 63872 gap, 64960 joined, 66048 open, 67136 lists,
;;   68224 class, 69312 looked up
(module
  (import "prose" "memory" (memory 1))
  ;; Bits and lists by the place of a hash, and the shift that makes such a place.
  (import "prose" "tells" (global $tells i32))
  (import "prose" "lists" (global $lists i32))
  (import "prose" "shift" (global $shift i32))
  ;; Pairs of a hash and what is known of its word.
  (import "prose" "known" (global $known i32))
  (import "prose" "knownMask" (global $known_mask i32))
  ;; Classes as bits: of words that open in small letters, that may stand inside of names, before which a common word is a name.
  (import "prose" "openingKinds" (global $opening_kinds i32))
  (import "prose" "joiningKinds" (global $joining_kinds i32))
  (import "prose" "namingKinds" (global $naming_kinds i32))
  (import "prose" "compoundStreet" (global $compound_street i32))

  (global $capacity i32 (i32.const 1024))
  ;; Of a longer word so many bytes are hashed.
  (global $longest i32 (i32.const 48))

  ;; The character that was folded last: its bytes, the first one lowest, and how many.
  (global $folded (mut i32) (i32.const 0))
  (global $folded_length (mut i32) (i32.const 0))

  (func $finish (param $hash i32) (result i32)
    (local.set $hash (i32.xor (local.get $hash) (i32.shr_u (local.get $hash) (i32.const 16))))
    (local.set $hash (i32.mul (local.get $hash) (i32.const 0x85ebca6b)))
    (local.set $hash (i32.xor (local.get $hash) (i32.shr_u (local.get $hash) (i32.const 13))))
    (local.set $hash (i32.mul (local.get $hash) (i32.const 0xc2b2ae35)))
    (i32.xor (local.get $hash) (i32.shr_u (local.get $hash) (i32.const 16))))

  (func $mix (param $hash i32) (param $byte i32) (result i32)
    (i32.mul (i32.xor (local.get $hash) (local.get $byte)) (i32.const 0x01000193)))

  ;; 1 for a byte that goes on with a character.
  (func $goes_on (param $at i32) (result i32)
    (i32.eq (i32.and (i32.load8_u (local.get $at)) (i32.const 0xc0)) (i32.const 0x80)))

  (func $continuation (param $at i32) (result i32)
    (i32.and (i32.load8_u (local.get $at)) (i32.const 0x3f)))

  ;; The kind of a character beyond ASCII and its length << 3: `characterAt`.
  (func $character (param $at i32) (param $end i32) (result i32)
    (local $lead i32)
    (local.set $lead (i32.load8_u (local.get $at)))
    (if (i32.or (i32.lt_u (local.get $lead) (i32.const 0xc2)) (i32.gt_u (local.get $lead) (i32.const 0xf4)))
      (then (return (i32.const 14))))
    (if (i32.lt_u (local.get $lead) (i32.const 0xe0)) (then
      (if (i32.gt_u (i32.add (local.get $at) (i32.const 2)) (local.get $end)) (then (return (i32.const 14))))
      (if (i32.eqz (call $goes_on (i32.add (local.get $at) (i32.const 1)))) (then (return (i32.const 14))))
      (return (i32.or (i32.const 16) (i32.shr_u (call $two_bytes (local.get $at)) (i32.const 11))))))
    (if (i32.lt_u (local.get $lead) (i32.const 0xf0)) (then
      (if (i32.gt_u (i32.add (local.get $at) (i32.const 3)) (local.get $end)) (then (return (i32.const 14))))
      (if (i32.eqz (i32.and
          (call $goes_on (i32.add (local.get $at) (i32.const 1)))
          (call $goes_on (i32.add (local.get $at) (i32.const 2)))))
        (then (return (i32.const 14))))
      (return (i32.or (i32.const 24) (call $kind_of_three (i32.or
        (i32.shl (i32.and (local.get $lead) (i32.const 15)) (i32.const 12))
        (i32.or
          (i32.shl (call $continuation (i32.add (local.get $at) (i32.const 1))) (i32.const 6))
          (call $continuation (i32.add (local.get $at) (i32.const 2))))))))))
    (if (i32.gt_u (i32.add (local.get $at) (i32.const 4)) (local.get $end)) (then (return (i32.const 14))))
    (if (i32.eqz (i32.and
        (i32.and (call $goes_on (i32.add (local.get $at) (i32.const 1))) (call $goes_on (i32.add (local.get $at) (i32.const 2))))
        (call $goes_on (i32.add (local.get $at) (i32.const 3)))))
      (then (return (i32.const 14))))
    ;; Pictures are marks, all else are letters.
    (select (i32.const 38) (i32.const 37) (i32.and
      (i32.eq (local.get $lead) (i32.const 0xf0))
      (i32.eq (i32.load8_u offset=1 (local.get $at)) (i32.const 0x9f)))))

  (func $two_bytes (param $at i32) (result i32)
    (i32.load16_u offset=8192 (i32.shl
      (i32.or
        (i32.shl (i32.and (i32.load8_u (local.get $at)) (i32.const 0x1f)) (i32.const 6))
        (call $continuation (i32.add (local.get $at) (i32.const 1))))
      (i32.const 1))))

  (func $within (param $point i32) (param $first i32) (param $last i32) (result i32)
    (i32.le_u (i32.sub (local.get $point) (local.get $first)) (i32.sub (local.get $last) (local.get $first))))

  ;; `kindOfThree`: 0 space, 1 line, 2 digit, 3 small, 4 capital, 5 letter, 6 mark.
  (func $kind_of_three (param $point i32) (result i32)
    (if (call $within (local.get $point) (i32.const 0x1e00) (i32.const 0x1eff))
      (then (return (select (i32.const 3) (i32.const 4) (i32.and (local.get $point) (i32.const 1))))))
    (if (i32.lt_u (local.get $point) (i32.const 0x2000)) (then (return (i32.const 5))))
    (if (i32.le_u (local.get $point) (i32.const 0x200a)) (then (return (i32.const 0))))
    (if (i32.or
        (i32.or (i32.eq (local.get $point) (i32.const 0x202f)) (i32.eq (local.get $point) (i32.const 0x205f)))
        (i32.or (i32.eq (local.get $point) (i32.const 0x3000)) (i32.eq (local.get $point) (i32.const 0xfeff))))
      (then (return (i32.const 0))))
    (if (call $within (local.get $point) (i32.const 0x2028) (i32.const 0x2029)) (then (return (i32.const 1))))
    (if (i32.le_u (local.get $point) (i32.const 0x200f)) (then (return (i32.const 5))))
    (if (i32.lt_u (local.get $point) (i32.const 0x2c00)) (then (return (i32.const 6))))
    (if (call $within (local.get $point) (i32.const 0x3001) (i32.const 0x3020)) (then (return (i32.const 6))))
    (if (call $within (local.get $point) (i32.const 0xff10) (i32.const 0xff19)) (then (return (i32.const 2))))
    (if (call $within (local.get $point) (i32.const 0xff00) (i32.const 0xff20)) (then (return (i32.const 6))))
    (i32.const 5))

  (func $length_at (param $at i32) (param $end i32) (result i32)
    (if (i32.lt_u (i32.load8_u (local.get $at)) (i32.const 0x80)) (then (return (i32.const 1))))
    (i32.shr_u (call $character (local.get $at) (local.get $end)) (i32.const 3)))

  ;; The traits of the character at `at`; those beyond ASCII are told by their kind.
  (func $trait_at (param $at i32) (param $end i32) (result i32)
    (local $trait i32)
    (local.set $trait (i32.load offset=1024 (i32.shl (i32.load8_u (local.get $at)) (i32.const 2))))
    (if (i32.eqz (i32.and (local.get $trait) (i32.const 0x10000))) (then (return (local.get $trait))))
    (i32.or (i32.const 0x10000) (i32.load offset=2624 (i32.shl
      (i32.and (call $character (local.get $at) (local.get $end)) (i32.const 7))
      (i32.const 2)))))

  ;; Folds the character at `at`, with its accent if that follows; returns how far it went.
  (func $fold (param $at i32) (param $end i32) (result i32)
    (local $length i32) (local $byte i32) (local $mark i32)
    (local.set $length (call $length_at (local.get $at) (local.get $end)))
    (global.set $folded_length (local.get $length))
    (if (i32.eq (local.get $length) (i32.const 2)) (then
      (local.set $byte (i32.and (call $two_bytes (local.get $at)) (i32.const 0x7ff)))
      (call $fold_two (local.get $byte))
      (return (i32.const 2))))
    (if (i32.gt_u (local.get $length) (i32.const 2)) (then
      (global.set $folded (i32.load (local.get $at)))
      (return (local.get $length))))
    (local.set $byte (i32.load8_u (local.get $at)))
    (if (call $within (local.get $byte) (i32.const 0x41) (i32.const 0x5a))
      (then (local.set $byte (i32.or (local.get $byte) (i32.const 0x20)))))
    (global.set $folded (local.get $byte))
    (if (i32.ge_u (i32.add (local.get $at) (i32.const 2)) (local.get $end)) (then (return (i32.const 1))))
    (if (i32.ne (i32.or (i32.load8_u offset=1 (local.get $at)) (i32.const 1)) (i32.const 0xcd)) (then (return (i32.const 1))))
    (if (i32.eqz (call $within (local.get $byte) (i32.const 0x61) (i32.const 0x7a))) (then (return (i32.const 1))))
    (local.set $mark (i32.sub
      (i32.or
        (i32.shl (i32.and (i32.load8_u offset=1 (local.get $at)) (i32.const 0x1f)) (i32.const 6))
        (call $continuation (i32.add (local.get $at) (i32.const 2))))
      (i32.const 0x300)))
    (if (i32.ge_u (local.get $mark) (i32.const 112)) (then (return (i32.const 1))))
    (local.set $byte (i32.load16_u offset=12288 (i32.shl
      (i32.add (i32.mul (i32.sub (local.get $byte) (i32.const 0x61)) (i32.const 112)) (local.get $mark))
      (i32.const 1))))
    (if (i32.eqz (local.get $byte)) (then (return (i32.const 1))))
    (call $fold_two (local.get $byte))
    (i32.const 3))

  (func $fold_two (param $point i32)
    (global.set $folded (i32.or
      (i32.or (i32.const 0xc0) (i32.shr_u (local.get $point) (i32.const 6)))
      (i32.shl (i32.or (i32.const 0x80) (i32.and (local.get $point) (i32.const 0x3f))) (i32.const 8))))
    (global.set $folded_length (i32.const 2)))

  ;; Hash and tail of a word that is very long or has other letters in it.
  (func $hash_beginning (param $token i32) (param $start i32) (param $end i32)
    (local $hash i32) (local $tail i32) (local $at i32) (local $left i32) (local $bytes i32)
    (local.set $hash (i32.const 0x811c9dc5))
    (local.set $at (local.get $start))
    (block $done
      (loop $each
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (br_if $done (i32.ge_u (i32.sub (local.get $at) (local.get $start)) (global.get $longest)))
        (local.set $at (i32.add (local.get $at) (call $fold (local.get $at) (local.get $end))))
        (local.set $bytes (global.get $folded))
        (local.set $left (global.get $folded_length))
        (loop $byte
          (local.set $hash (call $mix (local.get $hash) (i32.and (local.get $bytes) (i32.const 0xff))))
          (local.set $tail (i32.or (i32.shl (local.get $tail) (i32.const 8)) (i32.and (local.get $bytes) (i32.const 0xff))))
          (local.set $bytes (i32.shr_u (local.get $bytes) (i32.const 8)))
          (br_if $byte (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))
        (br $each)))
    (if (i32.gt_u (i32.sub (local.get $end) (local.get $start)) (global.get $longest))
      (then (local.set $hash (i32.xor (local.get $hash) (i32.sub (local.get $end) (local.get $start))))))
    (i32.store offset=28992 (local.get $token) (call $finish (local.get $hash)))
    (i32.store offset=33216 (local.get $token) (local.get $tail)))

  ;; `formOf`; `seen` has kinds of characters, `capitals` is at most three.
  (func $form (param $start i32) (param $end i32) (param $seen i32) (param $capitals i32) (result i32)
    (local $small i32)
    (if (i32.and (i32.eq (local.get $capitals) (i32.const 3)) (i32.eq (local.get $seen) (i32.const 0x200)))
      (then (if (call $is_all_x (local.get $start) (local.get $end)) (then (return (i32.const 7))))))
    (if (i32.and (local.get $seen) (i32.const 0x100))
      (then (return (select (i32.const 6) (i32.const 7) (i32.eq (local.get $seen) (i32.const 0x100))))))
    (local.set $small (i32.and (local.get $seen) (i32.const 0x400)))
    (if (i32.eqz (local.get $capitals)) (then (return (select (i32.const 1) (i32.const 0) (local.get $small)))))
    (if (i32.eq (local.get $capitals) (i32.const 1)) (then
      (if (i32.and (call $trait_at (local.get $start) (local.get $end)) (i32.const 0x200))
        (then (return (select (i32.const 2) (i32.const 4) (local.get $small)))))))
    (select (i32.const 5) (i32.const 3) (local.get $small)))

  (func $is_all_x (param $at i32) (param $end i32) (result i32)
    (loop $each
      (if (i32.ge_u (local.get $at) (local.get $end)) (then (return (i32.const 1))))
      (if (i32.ne (i32.load8_u (local.get $at)) (i32.const 0x58)) (then (return (i32.const 0))))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (br $each))
    (unreachable))

  ;; Says where token `index` stands, how it is written, and what stands before it.
  (func $place (param $index i32) (param $start i32) (param $end i32) (param $form i32) (param $gap i32)
    (local $bias i32)
    (local.set $bias (i32.load offset=64 (i32.const 0)))
    (i32.store offset=20544 (i32.shl (local.get $index) (i32.const 2)) (i32.add (local.get $start) (local.get $bias)))
    (i32.store offset=24768 (i32.shl (local.get $index) (i32.const 2)) (i32.add (local.get $end) (local.get $bias)))
    (i32.store8 offset=62784 (local.get $index) (local.get $form))
    (i32.store8 offset=63872 (local.get $index) (local.get $gap)))

  ;; Adds the word at `start`, and returns where it ends.
  (func $word (param $index i32) (param $start i32) (param $end i32) (param $gap i32) (result i32)
    (local $at i32) (local $trait i32) (local $hash i32) (local $tail i32) (local $seen i32) (local $capitals i32)
    (local.set $at (local.get $start))
    (local.set $hash (i32.const 0x811c9dc5))
    (block $ends
      (loop $each
        (local.set $trait (i32.load offset=1024 (i32.shl (i32.load8_u (local.get $at)) (i32.const 2))))
        (br_if $ends (i32.eqz (i32.and (local.get $trait) (i32.const 0xf00))))
        (local.set $hash (call $mix (local.get $hash) (i32.and (local.get $trait) (i32.const 0xff))))
        (local.set $tail (i32.or (i32.shl (local.get $tail) (i32.const 8)) (i32.and (local.get $trait) (i32.const 0xff))))
        (local.set $seen (i32.or (local.get $seen) (local.get $trait)))
        (local.set $capitals (i32.add (local.get $capitals) (i32.and (i32.shr_u (local.get $trait) (i32.const 9)) (i32.const 1))))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br_if $each (i32.lt_u (local.get $at) (local.get $end)))))
    (if (i32.lt_u (local.get $at) (local.get $end)) (then
      (if (i32.and (local.get $trait) (i32.const 0x10000)) (then
        (if (i32.and (call $trait_at (local.get $at) (local.get $end)) (i32.const 0xf00))
          (then (return (call $other_word (local.get $index) (local.get $start) (local.get $end) (local.get $gap)))))))))
    (call $place (local.get $index) (local.get $start) (local.get $at)
      (call $form (local.get $start) (local.get $at) (i32.and (local.get $seen) (i32.const 0xf00))
        (select (i32.const 3) (local.get $capitals) (i32.gt_u (local.get $capitals) (i32.const 3))))
      (local.get $gap))
    (local.set $index (i32.shl (local.get $index) (i32.const 2)))
    (if (i32.ge_u (i32.sub (local.get $at) (local.get $start)) (global.get $longest))
      (then (call $hash_beginning (local.get $index) (local.get $start) (local.get $at)))
      (else
        (i32.store offset=28992 (local.get $index) (call $finish (local.get $hash)))
        (i32.store offset=33216 (local.get $index) (local.get $tail))))
    (local.get $at))

  ;; The same for a word with other letters in it.
  (func $other_word (param $index i32) (param $start i32) (param $end i32) (param $gap i32) (result i32)
    (local $at i32) (local $trait i32) (local $seen i32) (local $capitals i32)
    (local.set $at (local.get $start))
    (block $ends
      (loop $each
        (br_if $ends (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $trait (call $trait_at (local.get $at) (local.get $end)))
        (br_if $ends (i32.eqz (i32.and (local.get $trait) (i32.const 0xf00))))
        (local.set $seen (i32.or (local.get $seen) (local.get $trait)))
        (local.set $capitals (i32.add (local.get $capitals) (i32.and (i32.shr_u (local.get $trait) (i32.const 9)) (i32.const 1))))
        (local.set $at (i32.add (local.get $at) (call $length_at (local.get $at) (local.get $end))))
        (br $each)))
    (call $place (local.get $index) (local.get $start) (local.get $at)
      (call $form (local.get $start) (local.get $at) (i32.and (local.get $seen) (i32.const 0xf00))
        (select (i32.const 3) (local.get $capitals) (i32.gt_u (local.get $capitals) (i32.const 3))))
      (local.get $gap))
    (call $hash_beginning (i32.shl (local.get $index) (i32.const 2)) (local.get $start) (local.get $at))
    (local.get $at))

  (func $mark (param $index i32) (param $start i32) (param $end i32) (param $gap i32) (result i32)
    (local $first i32) (local $next i32)
    (local.set $first (i32.load8_u (local.get $start)))
    (local.set $next (i32.add (local.get $start) (call $length_at (local.get $start) (local.get $end))))
    (call $place (local.get $index) (local.get $start) (local.get $next) (i32.const 8) (local.get $gap))
    (local.set $index (i32.shl (local.get $index) (i32.const 2)))
    (if (i32.lt_u (local.get $first) (i32.const 0x80))
      (then
        (i32.store offset=28992 (local.get $index) (i32.load offset=2048 (i32.shl (local.get $first) (i32.const 2))))
        (i32.store offset=33216 (local.get $index) (local.get $first)))
      (else (call $hash_beginning (local.get $index) (local.get $start) (local.get $next))))
    (local.get $next))

  ;; The place of a hash among bits and lists.
  (func $spread (param $hash i32) (result i32)
    (i32.mul (local.get $hash) (i32.const 0x9e3779b1)))

  ;; 1 where a word in small letters may open a name by itself, or is what anybody waits for.
  (func $may_tell (param $hash i32) (param $tail i32) (result i32)
    (local $at i32)
    (local.set $at (i32.shr_u (call $spread (local.get $hash)) (global.get $shift)))
    (i32.or
      (i32.and (i32.const 1) (i32.shr_u
        (i32.load8_u (i32.add (global.get $tells) (i32.shr_u (local.get $at) (i32.const 3))))
        (i32.and (local.get $at) (i32.const 7))))
      (i32.load8_u offset=18432 (i32.shr_u (call $spread (local.get $tail)) (i32.const 22)))))

  ;; A run without spaces is an address of the net where anything in it says so.
  (func $join (param $from i32) (param $to i32)
    (if (i32.lt_u (i32.sub (local.get $to) (local.get $from)) (i32.const 2)) (then (return)))
    (i32.store offset=20 (i32.const 0) (i32.const 1))
    (loop $each
      (i32.store8 offset=64960 (local.get $from) (i32.const 1))
      (local.set $from (i32.add (local.get $from) (i32.const 1)))
      (br_if $each (i32.lt_u (local.get $from) (local.get $to)))))

  ;; Reads the text at `[at, end)` of this memory until there is no room for more tokens, and returns where it stopped.
  (func (export "fill") (param $at i32) (param $end i32) (param $gap i32) (result i32)
    (local $count i32) (local $marked i32) (local $chunk i32) (local $joins i32) (local $trait i32)
    (local $length i32) (local $next i32) (local $hash i32) (local $tail i32) (local $token i32) (local $bias i32)
    (local.set $count (i32.load (i32.const 0)))
    (local.set $marked (i32.load offset=4 (i32.const 0)))
    (local.set $bias (i32.load offset=64 (i32.const 0)))
    (local.set $chunk (local.get $count))
    (block $full
      (loop $each
        (br_if $full (i32.ge_u (local.get $at) (local.get $end)))
        (br_if $full (i32.ge_u (local.get $count) (global.get $capacity)))
        (block $others
          ;; Most words are a few small letters with a space or a mark behind them.
          (local.set $length (i32.ctz (i32.xor (i32.const -1) (i8x16.bitmask (i8x16.lt_u
            (i8x16.sub (v128.load (local.get $at)) (i8x16.splat (i32.const 0x61)))
            (i8x16.splat (i32.const 26)))))))
          (br_if $others (i32.gt_u (i32.sub (local.get $length) (i32.const 1)) (i32.const 14)))
          (br_if $others (i32.ge_u (i32.add (local.get $at) (local.get $length)) (local.get $end)))
          (local.set $next (i32.load8_u (i32.add (local.get $at) (local.get $length))))
          (br_if $others (i32.and (i32.const 0x10f00) (i32.load offset=1024 (i32.shl (local.get $next) (i32.const 2)))))
          ;; All hashes of its beginnings, and then the one that counts: so nothing has to be guessed about its length.
          (i32.store offset=3904 (i32.const 0) (local.tee $hash (call $mix (i32.const 0x811c9dc5) (i32.load8_u (local.get $at)))))
          (i32.store offset=3908 (i32.const 0) (local.tee $hash (call $mix (local.get $hash) (i32.load8_u offset=1 (local.get $at)))))
          (i32.store offset=3912 (i32.const 0) (local.tee $hash (call $mix (local.get $hash) (i32.load8_u offset=2 (local.get $at)))))
          (i32.store offset=3916 (i32.const 0) (local.tee $hash (call $mix (local.get $hash) (i32.load8_u offset=3 (local.get $at)))))
          (i32.store offset=3920 (i32.const 0) (local.tee $hash (call $mix (local.get $hash) (i32.load8_u offset=4 (local.get $at)))))
          (i32.store offset=3924 (i32.const 0) (local.tee $hash (call $mix (local.get $hash) (i32.load8_u offset=5 (local.get $at)))))
          (i32.store offset=3928 (i32.const 0) (local.tee $hash (call $mix (local.get $hash) (i32.load8_u offset=6 (local.get $at)))))
          (i32.store offset=3932 (i32.const 0) (local.tee $hash (call $mix (local.get $hash) (i32.load8_u offset=7 (local.get $at)))))
          (if (i32.gt_u (local.get $length) (i32.const 8)) (then
            (local.set $token (i32.const 8))
            (loop $more
              (local.set $hash (call $mix (local.get $hash) (i32.load8_u (i32.add (local.get $at) (local.get $token)))))
              (local.set $token (i32.add (local.get $token) (i32.const 1)))
              (br_if $more (i32.lt_u (local.get $token) (local.get $length)))))
            (else (local.set $hash (i32.load offset=3900 (i32.shl (local.get $length) (i32.const 2))))))
          (local.set $hash (call $finish (local.get $hash)))
          (local.set $token (i32.shl (local.get $count) (i32.const 2)))
          (i32.store offset=20544 (local.get $token) (i32.add (local.get $at) (local.get $bias)))
          (local.set $at (i32.add (local.get $at) (local.get $length)))
          (i32.store offset=24768 (local.get $token) (i32.add (local.get $at) (local.get $bias)))
          (i32.store offset=28992 (local.get $token) (local.get $hash))
          ;; The last four bytes, the other way round, without those before a shorter word.
          (local.set $tail (i32.load (i32.sub (local.get $at) (i32.const 4))))
          (local.set $tail (i32.or
            (i32.and (i32.rotl (local.get $tail) (i32.const 8)) (i32.const 0x00ff00ff))
            (i32.and (i32.rotr (local.get $tail) (i32.const 8)) (i32.const 0xff00ff00))))
          (local.set $tail (i32.and (local.get $tail) (i32.load offset=2688 (i32.shl (local.get $length) (i32.const 2)))))
          (i32.store offset=33216 (local.get $token) (local.get $tail))
          (i32.store8 offset=62784 (local.get $count) (i32.const 1))
          (i32.store8 offset=63872 (local.get $count) (local.get $gap))
          (i32.store offset=37440 (i32.shl (local.get $marked) (i32.const 2)) (local.get $count))
          (local.set $marked (i32.add (local.get $marked) (call $may_tell (local.get $hash) (local.get $tail))))
          (local.set $count (i32.add (local.get $count) (i32.const 1)))
          (local.set $gap (i32.const 0))
          (br_if $each (i32.ne (local.get $next) (i32.const 0x20)))
          (local.set $at (i32.add (local.get $at) (i32.const 1)))
          (local.set $gap (i32.const 1))
          (if (local.get $joins) (then
            (call $join (local.get $chunk) (local.get $count))
            (local.set $joins (i32.const 0))))
          (local.set $chunk (local.get $count))
          (br $each))
        (local.set $trait (call $trait_at (local.get $at) (local.get $end)))
        (if (i32.and (local.get $trait) (i32.const 0x1000)) (then
          (if (i32.and (local.get $trait) (i32.const 0x2000))
            (then (local.set $gap (i32.const 2)))
            (else (local.set $gap (select (local.get $gap) (i32.const 1) (local.get $gap)))))
          (local.set $at (i32.add (local.get $at) (call $length_at (local.get $at) (local.get $end))))
          (if (local.get $joins) (then
            (call $join (local.get $chunk) (local.get $count))
            (local.set $joins (i32.const 0))))
          (local.set $chunk (local.get $count))
          (br $each)))
        (if (i32.and (local.get $trait) (i32.const 0x4000))
          (then
            ;; A slash joins only where another one follows.
            (if (i32.and (local.get $trait) (i32.const 0x8000)) (then
              (local.set $joins (i32.or (local.get $joins) (i32.or
                (i32.ne (i32.load8_u (local.get $at)) (i32.const 0x2f))
                (i32.eq (i32.load8_u offset=1 (local.get $at)) (i32.const 0x2f)))))))
            (local.set $at (call $mark (local.get $count) (local.get $at) (local.get $end) (local.get $gap))))
          (else
            (local.set $at (call $word (local.get $count) (local.get $at) (local.get $end) (local.get $gap)))
            (local.set $token (i32.shl (local.get $count) (i32.const 2)))
            (i32.store offset=37440 (i32.shl (local.get $marked) (i32.const 2)) (local.get $count))
            (if (i32.eq (i32.load8_u offset=62784 (local.get $count)) (i32.const 1))
              (then (local.set $marked (i32.add (local.get $marked) (call $may_tell
                (i32.load offset=28992 (local.get $token))
                (i32.load offset=33216 (local.get $token))))))
              (else (local.set $marked (i32.add (local.get $marked) (i32.const 1)))))))
        (local.set $count (i32.add (local.get $count) (i32.const 1)))
        (local.set $gap (i32.const 0))
        (br $each)))
    (if (local.get $joins) (then (call $join (local.get $chunk) (local.get $count))))
    (i32.store (i32.const 0) (local.get $count))
    (i32.store offset=4 (i32.const 0) (local.get $marked))
    (local.get $at))

  ;; What is known of a token: `#lookUp`, and how it is written, for the features of its neighbours.
  (func $look_up (export "lookUp") (param $index i32)
    (local $token i32) (local $form i32) (local $hash i32) (local $known i32) (local $lists i32) (local $kind i32) (local $length i32)
    (local.set $token (i32.shl (local.get $index) (i32.const 2)))
    (local.set $form (i32.load8_u offset=62784 (local.get $index)))
    (local.set $hash (i32.load offset=28992 (local.get $token)))
    (local.set $known (call $known_of (local.get $hash)))
    (i32.store8 offset=69312 (local.get $index) (i32.const 1))
    (i32.store offset=41664 (local.get $token) (local.get $known))
    (if (i32.lt_u (local.get $form) (i32.const 6)) (then
      (local.set $lists (i32.load8_u (i32.add (global.get $lists) (i32.shr_u (call $spread (local.get $hash)) (global.get $shift)))))))
    (if (i32.ne (local.get $form) (i32.const 9)) (then
      (local.set $kind (i32.and (local.get $known) (i32.const 0x1f)))
      (if (i32.eqz (local.get $kind)) (then
        (if (call $ends_like_street (i32.load offset=33216 (local.get $token)))
          (then (local.set $kind (global.get $compound_street))))))))
    (i32.store8 offset=67136 (local.get $index) (local.get $lists))
    (i32.store8 offset=68224 (local.get $index) (local.get $kind))
    (i32.store offset=58560 (local.get $token) (local.get $kind))
    (i32.store offset=50112 (local.get $token) (i32.or (i32.shl (local.get $lists) (i32.const 4)) (local.get $form)))
    (local.set $length (i32.sub (i32.load offset=24768 (local.get $token)) (i32.load offset=20544 (local.get $token))))
    (i32.store offset=54336 (local.get $token) (if (result i32) (i32.ge_u (local.get $form) (i32.const 8))
      (then (i32.add (i32.const 256) (i32.and (local.get $hash) (i32.const 0x7f))))
      (else (i32.or
        (i32.shl (local.get $form) (i32.const 4))
        (select (i32.const 15) (local.get $length) (i32.gt_u (local.get $length) (i32.const 15))))))))

  (func $known_of (param $hash i32) (result i32)
    (local $at i32) (local $value i32)
    (local.set $at (i32.and (local.get $hash) (global.get $known_mask)))
    (loop $each
      (local.set $value (i32.load offset=4 (i32.add (global.get $known) (i32.shl (local.get $at) (i32.const 3)))))
      (if (i32.eqz (local.get $value)) (then (return (i32.const 0))))
      (if (i32.eq (i32.load (i32.add (global.get $known) (i32.shl (local.get $at) (i32.const 3)))) (local.get $hash))
        (then (return (local.get $value))))
      (local.set $at (i32.and (i32.add (local.get $at) (i32.const 1)) (global.get $known_mask)))
      (br $each))
    (unreachable))

  (func $ends_like_street (param $tail i32) (result i32)
    (local $left i32)
    (if (i32.eqz (i32.load8_u offset=18432 (i32.shr_u (call $spread (local.get $tail)) (i32.const 22))))
      (then (return (i32.const 0))))
    (local.set $left (i32.load offset=2752 (i32.const 0)))
    (loop $each
      (if (i32.eqz (local.get $left)) (then (return (i32.const 0))))
      (if (i32.eq (i32.load offset=2752 (i32.shl (local.get $left) (i32.const 2))) (local.get $tail))
        (then (return (i32.const 1))))
      (local.set $left (i32.sub (local.get $left) (i32.const 1)))
      (br $each))
    (unreachable))

  (func $kind_at (param $index i32) (result i32)
    (if (i32.eqz (i32.load8_u offset=69312 (local.get $index))) (then (call $look_up (local.get $index))))
    (i32.load8_u offset=68224 (local.get $index)))

  (func $lists_at (param $index i32) (result i32)
    (if (i32.eqz (i32.load8_u offset=69312 (local.get $index))) (then (call $look_up (local.get $index))))
    (i32.load8_u offset=67136 (local.get $index)))

  (func $among (param $kind i32) (param $kinds i32) (result i32)
    (i32.and (i32.const 1) (i32.shr_u (local.get $kinds) (local.get $kind))))

  ;; Looks at every mark; then says which tokens are worth scoring.
  (func (export "look")
    (local $count i32) (local $at i32)
    (local.set $count (i32.load (i32.const 0)))
    (i32.store offset=8 (i32.const 0) (i32.const 0))
    (i32.store offset=12 (i32.const 0) (i32.const 0))
    (i32.store offset=16 (i32.const 0) (i32.const 0))
    (loop $clear
      (v128.store offset=66048 (local.get $at) (v128.const i64x2 0 0))
      (v128.store offset=69312 (local.get $at) (v128.const i64x2 0 0))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $clear (i32.lt_u (local.get $at) (local.get $count))))
    ;; Behind the last token stands what the features of nobody are.
    (i32.store8 offset=63872 (local.get $count) (i32.const 3))
    (local.set $at (i32.shl (local.get $count) (i32.const 2)))
    (v128.store offset=28992 (local.get $at) (i32x4.splat (i32.const -2)))
    (v128.store offset=50112 (local.get $at) (i32x4.splat (i32.const 8191)))
    (v128.store offset=54336 (local.get $at) (i32x4.splat (i32.const 501)))
    (v128.store offset=58560 (local.get $at) (i32x4.splat (i32.load offset=58496 (i32.const 0))))
    (call $open_marks (local.get $count))
    (call $close_common (local.get $count))
    (call $bridge))

  (func $open_marks (param $count i32)
    (local $mark i32) (local $marked i32) (local $index i32) (local $next i32) (local $forms i32) (local $known i32)
    (local.set $marked (i32.shl (i32.load offset=4 (i32.const 0)) (i32.const 2)))
    (block $done
      (loop $each
        (br_if $done (i32.ge_u (local.get $mark) (local.get $marked)))
        (local.set $index (i32.load offset=37440 (local.get $mark)))
        (local.set $mark (i32.add (local.get $mark) (i32.const 4)))
        (call $look_up (local.get $index))
        (local.set $forms (i32.or (local.get $forms) (i32.shl (i32.const 1) (i32.load8_u offset=62784 (local.get $index)))))
        (local.set $known (i32.or (local.get $known) (i32.load offset=41664 (i32.shl (local.get $index) (i32.const 2)))))
        (br_if $each (i32.lt_u (local.get $index) (local.get $next)))
        (br_if $each (i32.eqz (call $opens (local.get $index))))
        (call $open_at (local.get $index))
        (local.set $next (i32.add (local.get $index) (i32.const 1)))
        ;; Beside a small word that opens, one opens that would not by itself.
        (loop $beside
          (br_if $each (i32.ne (i32.load8_u offset=62783 (local.get $next)) (i32.const 1)))
          (br_if $each (i32.ge_u (local.get $next) (local.get $count)))
          (br_if $each (i32.ne (i32.load8_u offset=62784 (local.get $next)) (i32.const 1)))
          (br_if $each (i32.eqz (call $opens (local.get $next))))
          (call $open_at (local.get $next))
          (local.set $next (i32.add (local.get $next) (i32.const 1)))
          (br $beside))))
    (i32.store offset=12 (i32.const 0) (local.get $forms))
    (i32.store offset=16 (i32.const 0) (local.get $known)))

  (func $open_at (param $index i32)
    (local $opened i32)
    (local.set $opened (i32.load offset=8 (i32.const 0)))
    (i32.store8 offset=66048 (local.get $index) (i32.const 1))
    (i32.store offset=45888 (i32.shl (local.get $opened) (i32.const 2)) (local.get $index))
    (i32.store offset=8 (i32.const 0) (i32.add (local.get $opened) (i32.const 1))))

  (func $opens (param $index i32) (result i32)
    (local $form i32) (local $kind i32)
    (if (i32.load8_u offset=64960 (local.get $index)) (then (return (i32.const 0))))
    (local.set $form (i32.load8_u offset=62784 (local.get $index)))
    ;; With capitals, or a number.
    (if (call $within (local.get $form) (i32.const 2) (i32.const 6)) (then (return (i32.const 1))))
    (if (i32.ge_u (local.get $form) (i32.const 8)) (then (return (i32.const 0))))
    (if (i32.ne (local.get $form) (i32.const 1))
      (then (return (i32.ne (call $lists_at (local.get $index)) (i32.const 0)))))
    (local.set $kind (call $kind_at (local.get $index)))
    (if (call $among (local.get $kind) (global.get $opening_kinds)) (then (return (i32.const 1))))
    (if (local.get $kind) (then (return (i32.const 0))))
    (call $may_be_small_name (local.get $index)))

  ;; Bits of lists: 1 first names, 2 and 4 other names, 8 cities, 16 common words.
  (func $may_be_small_name (param $index i32) (result i32)
    (local $bits i32) (local $is_common i32)
    (local.set $bits (call $lists_at (local.get $index)))
    (local.set $is_common (i32.and (local.get $bits) (i32.const 16)))
    (if (i32.eqz (local.get $is_common)) (then
      (if (i32.and
          (i32.and (local.get $bits) (i32.const 1))
          (i32.ne (i32.and (local.get $bits) (i32.const 6)) (i32.const 0)))
        (then (return (i32.const 1))))
      (if (i32.eqz (i32.and (local.get $bits) (i32.const 7))) (then (return (i32.const 0)))))
      (else
        (if (i32.ne (i32.and (local.get $bits) (i32.const 6)) (i32.const 6)) (then (return (i32.const 0))))))
    (if (i32.eqz (local.get $index)) (then (return (i32.const 0))))
    (i32.and
      (i32.eq (i32.load8_u offset=62783 (local.get $index)) (i32.const 1))
      (i32.load8_u offset=66047 (local.get $index))))

  ;; A common word that merely begins its sentence, and a number by itself, are not worth scoring.
  (func $close_common (param $count i32)
    (local $each i32) (local $opened i32) (local $index i32) (local $form i32) (local $before i32)
    (local.set $opened (i32.shl (i32.load offset=8 (i32.const 0)) (i32.const 2)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $each) (local.get $opened)))
        (local.set $index (i32.load offset=45888 (local.get $each)))
        (local.set $each (i32.add (local.get $each) (i32.const 4)))
        (if (local.get $index) (then (br_if $next (i32.load8_u offset=66047 (local.get $index)))))
        (if (i32.lt_u (i32.add (local.get $index) (i32.const 1)) (local.get $count)) (then
          (br_if $next (i32.load8_u offset=66049 (local.get $index)))
          (if (i32.lt_u (i32.add (local.get $index) (i32.const 2)) (local.get $count)) (then
            (br_if $next (i32.and
              (i32.load8_u offset=66050 (local.get $index))
              (i32.eq (i32.load8_u offset=62785 (local.get $index)) (i32.const 8))))))))
        (local.set $form (i32.load8_u offset=62784 (local.get $index)))
        (if (i32.eq (local.get $form) (i32.const 6)) (then
          (br_if $next (i32.eq (i32.const 5) (i32.sub
            (i32.load offset=24768 (i32.shl (local.get $index) (i32.const 2)))
            (i32.load offset=20544 (i32.shl (local.get $index) (i32.const 2))))))
          (i32.store8 offset=66048 (local.get $index) (i32.const 0))
          (br $next)))
        (br_if $next (i32.ne (local.get $form) (i32.const 2)))
        (br_if $next (i32.ne (i32.and (i32.load8_u offset=67136 (local.get $index)) (i32.const 31)) (i32.const 16)))
        (local.set $before (i32.const 0))
        (if (local.get $index) (then (local.set $before (call $kind_at (i32.sub (local.get $index) (i32.const 1))))))
        (br_if $next (call $among (local.get $before) (global.get $naming_kinds)))
        (i32.store8 offset=66048 (local.get $index) (i32.const 0))
        (br $next))))

  ;; Marks and small words between two that may be part of an entity may be part of it too.
  (func $bridge
    (local $each i32) (local $opened i32) (local $index i32) (local $last i32)
    (local.set $opened (i32.shl (i32.load offset=8 (i32.const 0)) (i32.const 2)))
    (local.set $last (i32.const -9))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $each) (local.get $opened)))
        (local.set $index (i32.load offset=45888 (local.get $each)))
        (local.set $each (i32.add (local.get $each) (i32.const 4)))
        (br_if $next (i32.eqz (i32.load8_u offset=66048 (local.get $index))))
        (if (call $within (i32.sub (local.get $index) (local.get $last)) (i32.const 2) (i32.const 4)) (then
          (if (call $is_bridge (i32.add (local.get $last) (i32.const 1)) (local.get $index)) (then
            (loop $open
              (local.set $last (i32.add (local.get $last) (i32.const 1)))
              (i32.store8 offset=66048 (local.get $last) (i32.const 1))
              (br_if $open (i32.lt_u (local.get $last) (local.get $index))))))))
        (local.set $last (local.get $index))
        (br $next))))

  (func $is_bridge (param $index i32) (param $to i32) (result i32)
    (local $form i32)
    (loop $each
      (if (i32.ge_u (local.get $index) (local.get $to)) (then (return (i32.const 1))))
      (if (i32.load8_u offset=64960 (local.get $index)) (then (return (i32.const 0))))
      (local.set $form (i32.load8_u offset=62784 (local.get $index)))
      (if (i32.eq (local.get $form) (i32.const 9)) (then (return (i32.const 0))))
      (if (i32.ne (local.get $form) (i32.const 8)) (then
        (if (i32.eqz (call $among (call $kind_at (local.get $index)) (global.get $joining_kinds))) (then (return (i32.const 0))))))
      (local.set $index (i32.add (local.get $index) (i32.const 1)))
      (br $each))
    (unreachable))

  ;; The hash of the first three bytes of a token, or of all of a shorter one.
  (func (export "prefix") (param $index i32) (result i32)
    (local $at i32) (local $end i32) (local $hash i32) (local $taken i32) (local $bytes i32) (local $left i32)
    (if (i32.eq (i32.load8_u offset=62784 (local.get $index)) (i32.const 9))
      (then (return (i32.load offset=28992 (i32.shl (local.get $index) (i32.const 2))))))
    (local.set $index (i32.shl (local.get $index) (i32.const 2)))
    (local.set $at (i32.sub (i32.load offset=20544 (local.get $index)) (i32.load offset=64 (i32.const 0))))
    (local.set $end (i32.sub (i32.load offset=24768 (local.get $index)) (i32.load offset=64 (i32.const 0))))
    (if (i32.lt_u (i32.sub (local.get $end) (local.get $at)) (i32.const 3))
      (then (return (i32.load offset=28992 (local.get $index)))))
    (local.set $hash (i32.const 0x811c9dc5))
    (block $done
      (loop $each
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $at (i32.add (local.get $at) (call $fold (local.get $at) (local.get $end))))
        (local.set $bytes (global.get $folded))
        (local.set $left (global.get $folded_length))
        (loop $byte
          (local.set $hash (call $mix (local.get $hash) (i32.and (local.get $bytes) (i32.const 0xff))))
          (br_if $done (i32.eq (local.tee $taken (i32.add (local.get $taken) (i32.const 1))) (i32.const 3)))
          (local.set $bytes (i32.shr_u (local.get $bytes) (i32.const 8)))
          (br_if $byte (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))
        (br $each)))
    (call $finish (local.get $hash))))
