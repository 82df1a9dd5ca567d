;; The arithmetic of the pocket engine, in WebAssembly SIMD.
;;
;; Every function works row by row: what is computed for one row, and in which order, never depends on how many rows
;; are computed with it. That is why a token gets the same bits alone, in a batch and inside a prompt. Relaxed SIMD is
;; not used for the same reason: its results differ between machines.
;;
;; All pointers and strides are in bytes. Arrays that vectors run over are padded with zeros: the outputs of a matrix
;; product to 32, heads to 32. scripts/build-kernels.ts assembles this file into kernels.generated.ts.
(module
  (memory (export "memory") 1 65536)

  ;; out = init + x * W for `rows` rows of x. W is packed in panels of 32 outputs: [n / 32][k][32], so that a panel
  ;; stays in the first-level cache while rows run over it. `initStride` 0 gives every row the same start: a bias.
  ;; Each output is a plain sum over k in ascending order that begins at its start value.
  (func (export "matmul")
    (param $x i32) (param $w i32) (param $init i32) (param $out i32)
    (param $rows i32) (param $k i32) (param $n i32)
    (param $xStride i32) (param $initStride i32) (param $outStride i32)
    (local $panelBytes i32) (local $row i32) (local $xRow i32) (local $initRow i32) (local $outRow i32)
    (local.set $panelBytes (i32.shl (local.get $k) (i32.const 7)))
    (block $done
      (loop $panels
        (br_if $done (i32.le_s (local.get $n) (i32.const 0)))
        (local.set $row (local.get $rows))
        (local.set $xRow (local.get $x))
        (local.set $initRow (local.get $init))
        (local.set $outRow (local.get $out))
        (block $noQuads
          (loop $quads
            (br_if $noQuads (i32.lt_s (local.get $row) (i32.const 4)))
            (call $fourRows (local.get $xRow) (local.get $w) (local.get $initRow) (local.get $outRow)
              (local.get $k) (local.get $xStride) (local.get $initStride) (local.get $outStride))
            (local.set $xRow (i32.add (local.get $xRow) (i32.shl (local.get $xStride) (i32.const 2))))
            (local.set $initRow (i32.add (local.get $initRow) (i32.shl (local.get $initStride) (i32.const 2))))
            (local.set $outRow (i32.add (local.get $outRow) (i32.shl (local.get $outStride) (i32.const 2))))
            (local.set $row (i32.sub (local.get $row) (i32.const 4)))
            (br $quads)))
        (block $noSingles
          (loop $singles
            (br_if $noSingles (i32.eqz (local.get $row)))
            (call $oneRow (local.get $xRow) (local.get $w) (local.get $initRow) (local.get $outRow) (local.get $k))
            (local.set $xRow (i32.add (local.get $xRow) (local.get $xStride)))
            (local.set $initRow (i32.add (local.get $initRow) (local.get $initStride)))
            (local.set $outRow (i32.add (local.get $outRow) (local.get $outStride)))
            (local.set $row (i32.sub (local.get $row) (i32.const 1)))
            (br $singles)))
        (local.set $w (i32.add (local.get $w) (local.get $panelBytes)))
        (local.set $init (i32.add (local.get $init) (i32.const 128)))
        (local.set $out (i32.add (local.get $out) (i32.const 128)))
        (local.set $n (i32.sub (local.get $n) (i32.const 32)))
        (br $panels))))

  ;; One row, one panel: eight sums of four outputs each hide the latency of the addition.
  (func $oneRow (param $x i32) (param $w i32) (param $init i32) (param $out i32) (param $k i32)
    (local $end i32) (local $s v128)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local $e v128) (local $f v128) (local $g v128) (local $h v128)
    (local.set $end (i32.add (local.get $x) (i32.shl (local.get $k) (i32.const 2))))
    (local.set $a (v128.load (local.get $init)))
    (local.set $b (v128.load offset=16 (local.get $init)))
    (local.set $c (v128.load offset=32 (local.get $init)))
    (local.set $d (v128.load offset=48 (local.get $init)))
    (local.set $e (v128.load offset=64 (local.get $init)))
    (local.set $f (v128.load offset=80 (local.get $init)))
    (local.set $g (v128.load offset=96 (local.get $init)))
    (local.set $h (v128.load offset=112 (local.get $init)))
    (loop $sum
      (local.set $s (v128.load32_splat (local.get $x)))
      (local.set $a (f32x4.add (local.get $a) (f32x4.mul (local.get $s) (v128.load (local.get $w)))))
      (local.set $b (f32x4.add (local.get $b) (f32x4.mul (local.get $s) (v128.load offset=16 (local.get $w)))))
      (local.set $c (f32x4.add (local.get $c) (f32x4.mul (local.get $s) (v128.load offset=32 (local.get $w)))))
      (local.set $d (f32x4.add (local.get $d) (f32x4.mul (local.get $s) (v128.load offset=48 (local.get $w)))))
      (local.set $e (f32x4.add (local.get $e) (f32x4.mul (local.get $s) (v128.load offset=64 (local.get $w)))))
      (local.set $f (f32x4.add (local.get $f) (f32x4.mul (local.get $s) (v128.load offset=80 (local.get $w)))))
      (local.set $g (f32x4.add (local.get $g) (f32x4.mul (local.get $s) (v128.load offset=96 (local.get $w)))))
      (local.set $h (f32x4.add (local.get $h) (f32x4.mul (local.get $s) (v128.load offset=112 (local.get $w)))))
      (local.set $w (i32.add (local.get $w) (i32.const 128)))
      (local.set $x (i32.add (local.get $x) (i32.const 4)))
      (br_if $sum (i32.lt_u (local.get $x) (local.get $end))))
    (v128.store (local.get $out) (local.get $a))
    (v128.store offset=16 (local.get $out) (local.get $b))
    (v128.store offset=32 (local.get $out) (local.get $c))
    (v128.store offset=48 (local.get $out) (local.get $d))
    (v128.store offset=64 (local.get $out) (local.get $e))
    (v128.store offset=80 (local.get $out) (local.get $f))
    (v128.store offset=96 (local.get $out) (local.get $g))
    (v128.store offset=112 (local.get $out) (local.get $h)))

  ;; Four rows, one panel, eight outputs at a time: each weight loaded is used four times.
  (func $fourRows (param $x i32) (param $w i32) (param $init i32) (param $out i32) (param $k i32)
    (param $xStride i32) (param $initStride i32) (param $outStride i32)
    (local $part i32) (local $end i32) (local $wp i32)
    (local $x0 i32) (local $x1 i32) (local $x2 i32) (local $x3 i32)
    (local $u v128) (local $v v128) (local $s v128)
    (local $a0 v128) (local $a1 v128) (local $b0 v128) (local $b1 v128)
    (local $c0 v128) (local $c1 v128) (local $d0 v128) (local $d1 v128)
    (local.set $end (i32.add (local.get $x) (i32.shl (local.get $k) (i32.const 2))))
    (local.set $part (i32.const 4))
    (loop $parts
      (local.set $wp (local.get $w))
      (local.set $x0 (local.get $x))
      (local.set $x1 (i32.add (local.get $x0) (local.get $xStride)))
      (local.set $x2 (i32.add (local.get $x1) (local.get $xStride)))
      (local.set $x3 (i32.add (local.get $x2) (local.get $xStride)))
      (local.set $a0 (v128.load (local.get $init)))
      (local.set $a1 (v128.load offset=16 (local.get $init)))
      (local.set $b0 (v128.load (i32.add (local.get $init) (local.get $initStride))))
      (local.set $b1 (v128.load offset=16 (i32.add (local.get $init) (local.get $initStride))))
      (local.set $c0 (v128.load (i32.add (local.get $init) (i32.shl (local.get $initStride) (i32.const 1)))))
      (local.set $c1 (v128.load offset=16 (i32.add (local.get $init) (i32.shl (local.get $initStride) (i32.const 1)))))
      (local.set $d0 (v128.load (i32.add (local.get $init) (i32.mul (local.get $initStride) (i32.const 3)))))
      (local.set $d1 (v128.load offset=16 (i32.add (local.get $init) (i32.mul (local.get $initStride) (i32.const 3)))))
      (loop $sum
        (local.set $u (v128.load (local.get $wp)))
        (local.set $v (v128.load offset=16 (local.get $wp)))
        (local.set $s (v128.load32_splat (local.get $x0)))
        (local.set $a0 (f32x4.add (local.get $a0) (f32x4.mul (local.get $s) (local.get $u))))
        (local.set $a1 (f32x4.add (local.get $a1) (f32x4.mul (local.get $s) (local.get $v))))
        (local.set $s (v128.load32_splat (local.get $x1)))
        (local.set $b0 (f32x4.add (local.get $b0) (f32x4.mul (local.get $s) (local.get $u))))
        (local.set $b1 (f32x4.add (local.get $b1) (f32x4.mul (local.get $s) (local.get $v))))
        (local.set $s (v128.load32_splat (local.get $x2)))
        (local.set $c0 (f32x4.add (local.get $c0) (f32x4.mul (local.get $s) (local.get $u))))
        (local.set $c1 (f32x4.add (local.get $c1) (f32x4.mul (local.get $s) (local.get $v))))
        (local.set $s (v128.load32_splat (local.get $x3)))
        (local.set $d0 (f32x4.add (local.get $d0) (f32x4.mul (local.get $s) (local.get $u))))
        (local.set $d1 (f32x4.add (local.get $d1) (f32x4.mul (local.get $s) (local.get $v))))
        (local.set $wp (i32.add (local.get $wp) (i32.const 128)))
        (local.set $x1 (i32.add (local.get $x1) (i32.const 4)))
        (local.set $x2 (i32.add (local.get $x2) (i32.const 4)))
        (local.set $x3 (i32.add (local.get $x3) (i32.const 4)))
        (local.set $x0 (i32.add (local.get $x0) (i32.const 4)))
        (br_if $sum (i32.lt_u (local.get $x0) (local.get $end))))
      (v128.store (local.get $out) (local.get $a0))
      (v128.store offset=16 (local.get $out) (local.get $a1))
      (v128.store (i32.add (local.get $out) (local.get $outStride)) (local.get $b0))
      (v128.store offset=16 (i32.add (local.get $out) (local.get $outStride)) (local.get $b1))
      (v128.store (i32.add (local.get $out) (i32.shl (local.get $outStride) (i32.const 1))) (local.get $c0))
      (v128.store offset=16 (i32.add (local.get $out) (i32.shl (local.get $outStride) (i32.const 1))) (local.get $c1))
      (v128.store (i32.add (local.get $out) (i32.mul (local.get $outStride) (i32.const 3))) (local.get $d0))
      (v128.store offset=16 (i32.add (local.get $out) (i32.mul (local.get $outStride) (i32.const 3))) (local.get $d1))
      (local.set $w (i32.add (local.get $w) (i32.const 32)))
      (local.set $init (i32.add (local.get $init) (i32.const 32)))
      (local.set $out (i32.add (local.get $out) (i32.const 32)))
      (br_if $parts (local.tee $part (i32.sub (local.get $part) (i32.const 1))))))

  (func $sumOfLanes (param $v v128) (result f32)
    (f32.add
      (f32.add (f32x4.extract_lane 0 (local.get $v)) (f32x4.extract_lane 1 (local.get $v)))
      (f32.add (f32x4.extract_lane 2 (local.get $v)) (f32x4.extract_lane 3 (local.get $v)))))

  ;; out = x / sqrt(mean(x^2) + epsilon) * weight for one row. `padded` is `size` rounded up to a multiple of 4.
  (func (export "normalize")
    (param $x i32) (param $weight i32) (param $out i32) (param $size i32) (param $padded i32) (param $epsilon f32)
    (local $i i32) (local $bytes i32) (local $sum v128) (local $v v128)
    (local.set $bytes (i32.shl (local.get $padded) (i32.const 2)))
    (loop $squares
      (local.set $v (v128.load (i32.add (local.get $x) (local.get $i))))
      (local.set $sum (f32x4.add (local.get $sum) (f32x4.mul (local.get $v) (local.get $v))))
      (local.set $i (i32.add (local.get $i) (i32.const 16)))
      (br_if $squares (i32.lt_u (local.get $i) (local.get $bytes))))
    (local.set $v
      (f32x4.splat
        (f32.div (f32.const 1)
          (f32.sqrt
            (f32.add
              (f32.div (call $sumOfLanes (local.get $sum)) (f32.convert_i32_u (local.get $size)))
              (local.get $epsilon))))))
    (local.set $i (i32.const 0))
    (loop $scale
      (v128.store (i32.add (local.get $out) (local.get $i))
        (f32x4.mul
          (f32x4.mul (v128.load (i32.add (local.get $x) (local.get $i))) (local.get $v))
          (v128.load (i32.add (local.get $weight) (local.get $i)))))
      (local.set $i (i32.add (local.get $i) (i32.const 16)))
      (br_if $scale (i32.lt_u (local.get $i) (local.get $bytes)))))

  ;; Turns the pairs (i, i + half) of `heads` heads by the angles of one position; the table holds `half` cosines and
  ;; then `half` sines. `scale` multiplies the result: queries carry the factor of the attention.
  (func (export "rotate")
    (param $x i32) (param $table i32) (param $heads i32) (param $headBytes i32) (param $half i32) (param $scale f32)
    (local $i i32) (local $bytes i32) (local $low i32) (local $a f32) (local $b f32) (local $cos f32) (local $sin f32)
    (local.set $bytes (i32.shl (local.get $half) (i32.const 2)))
    (block $done
      (loop $everyHead
        (br_if $done (i32.eqz (local.get $heads)))
        (local.set $i (i32.const 0))
        (loop $pairs
          (local.set $low (i32.add (local.get $x) (local.get $i)))
          (local.set $a (f32.load (local.get $low)))
          (local.set $b (f32.load (i32.add (local.get $low) (local.get $bytes))))
          (local.set $cos (f32.load (i32.add (local.get $table) (local.get $i))))
          (local.set $sin (f32.load (i32.add (i32.add (local.get $table) (local.get $bytes)) (local.get $i))))
          (f32.store (local.get $low)
            (f32.mul (local.get $scale)
              (f32.sub (f32.mul (local.get $a) (local.get $cos)) (f32.mul (local.get $b) (local.get $sin)))))
          (f32.store (i32.add (local.get $low) (local.get $bytes))
            (f32.mul (local.get $scale)
              (f32.add (f32.mul (local.get $a) (local.get $sin)) (f32.mul (local.get $b) (local.get $cos)))))
          (local.set $i (i32.add (local.get $i) (i32.const 4)))
          (br_if $pairs (i32.lt_u (local.get $i) (local.get $bytes))))
        (local.set $x (i32.add (local.get $x) (local.get $headBytes)))
        (local.set $heads (i32.sub (local.get $heads) (i32.const 1)))
        (br $everyHead))))

  ;; Puts one key and one value per head into the cache. Keys lie in blocks of 32 positions, [block][size][32], so
  ;; that 32 scores are computed at once; values lie row by row.
  (func (export "remember")
    (param $key i32) (param $value i32) (param $keys i32) (param $values i32) (param $position i32)
    (param $heads i32) (param $size i32) (param $headBytes i32) (param $keysStride i32) (param $valuesStride i32)
    (local $i i32) (local $to i32) (local $bytes i32)
    (local.set $bytes (i32.shl (local.get $size) (i32.const 2)))
    (local.set $keys
      (i32.add (local.get $keys)
        (i32.add
          (i32.mul (i32.shr_u (local.get $position) (i32.const 5)) (i32.shl (local.get $size) (i32.const 7)))
          (i32.shl (i32.and (local.get $position) (i32.const 31)) (i32.const 2)))))
    (local.set $values (i32.add (local.get $values) (i32.mul (local.get $position) (local.get $headBytes))))
    (loop $everyHead
      (local.set $i (i32.const 0))
      (local.set $to (local.get $keys))
      (loop $components
        (f32.store (local.get $to) (f32.load (i32.add (local.get $key) (local.get $i))))
        (local.set $to (i32.add (local.get $to) (i32.const 128)))
        (local.set $i (i32.add (local.get $i) (i32.const 4)))
        (br_if $components (i32.lt_u (local.get $i) (local.get $bytes))))
      (memory.copy (local.get $values) (local.get $value) (local.get $headBytes))
      (local.set $key (i32.add (local.get $key) (local.get $headBytes)))
      (local.set $value (i32.add (local.get $value) (local.get $headBytes)))
      (local.set $keys (i32.add (local.get $keys) (local.get $keysStride)))
      (local.set $values (i32.add (local.get $values) (local.get $valuesStride)))
      (br_if $everyHead (local.tee $heads (i32.sub (local.get $heads) (i32.const 1))))))

  ;; Attention of one token over the first `length` positions, all heads. `group` query heads share one of the cache.
  (func (export "attend")
    (param $query i32) (param $keys i32) (param $values i32) (param $scores i32) (param $out i32)
    (param $heads i32) (param $group i32) (param $size i32) (param $headBytes i32) (param $length i32)
    (param $keysStride i32) (param $valuesStride i32)
    (local $inGroup i32)
    (local.set $inGroup (local.get $group))
    (loop $everyHead
      (call $score (local.get $query) (local.get $keys) (local.get $scores) (local.get $size) (local.get $length))
      (call $blend (local.get $scores) (local.get $values) (local.get $out) (local.get $headBytes) (local.get $length)
        (call $softmax (local.get $scores) (local.get $length)))
      (local.set $query (i32.add (local.get $query) (local.get $headBytes)))
      (local.set $out (i32.add (local.get $out) (local.get $headBytes)))
      (if (i32.eqz (local.tee $inGroup (i32.sub (local.get $inGroup) (i32.const 1))))
        (then
          (local.set $inGroup (local.get $group))
          (local.set $keys (i32.add (local.get $keys) (local.get $keysStride)))
          (local.set $values (i32.add (local.get $values) (local.get $valuesStride)))))
      (br_if $everyHead (local.tee $heads (i32.sub (local.get $heads) (i32.const 1))))))

  ;; Scores of whole blocks of 32 positions; those behind `length` are left over from other tokens and not used.
  (func $score (param $query i32) (param $keys i32) (param $scores i32) (param $size i32) (param $length i32)
    (local $q i32) (local $end i32) (local $last i32) (local $s v128)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local $e v128) (local $f v128) (local $g v128) (local $h v128)
    (local.set $end (i32.add (local.get $query) (i32.shl (local.get $size) (i32.const 2))))
    (local.set $last (i32.add (local.get $scores) (i32.shl (local.get $length) (i32.const 2))))
    (loop $blocks
      (local.set $a (v128.const f32x4 0 0 0 0))
      (local.set $b (v128.const f32x4 0 0 0 0))
      (local.set $c (v128.const f32x4 0 0 0 0))
      (local.set $d (v128.const f32x4 0 0 0 0))
      (local.set $e (v128.const f32x4 0 0 0 0))
      (local.set $f (v128.const f32x4 0 0 0 0))
      (local.set $g (v128.const f32x4 0 0 0 0))
      (local.set $h (v128.const f32x4 0 0 0 0))
      (local.set $q (local.get $query))
      (loop $components
        (local.set $s (v128.load32_splat (local.get $q)))
        (local.set $a (f32x4.add (local.get $a) (f32x4.mul (local.get $s) (v128.load (local.get $keys)))))
        (local.set $b (f32x4.add (local.get $b) (f32x4.mul (local.get $s) (v128.load offset=16 (local.get $keys)))))
        (local.set $c (f32x4.add (local.get $c) (f32x4.mul (local.get $s) (v128.load offset=32 (local.get $keys)))))
        (local.set $d (f32x4.add (local.get $d) (f32x4.mul (local.get $s) (v128.load offset=48 (local.get $keys)))))
        (local.set $e (f32x4.add (local.get $e) (f32x4.mul (local.get $s) (v128.load offset=64 (local.get $keys)))))
        (local.set $f (f32x4.add (local.get $f) (f32x4.mul (local.get $s) (v128.load offset=80 (local.get $keys)))))
        (local.set $g (f32x4.add (local.get $g) (f32x4.mul (local.get $s) (v128.load offset=96 (local.get $keys)))))
        (local.set $h (f32x4.add (local.get $h) (f32x4.mul (local.get $s) (v128.load offset=112 (local.get $keys)))))
        (local.set $keys (i32.add (local.get $keys) (i32.const 128)))
        (local.set $q (i32.add (local.get $q) (i32.const 4)))
        (br_if $components (i32.lt_u (local.get $q) (local.get $end))))
      (v128.store (local.get $scores) (local.get $a))
      (v128.store offset=16 (local.get $scores) (local.get $b))
      (v128.store offset=32 (local.get $scores) (local.get $c))
      (v128.store offset=48 (local.get $scores) (local.get $d))
      (v128.store offset=64 (local.get $scores) (local.get $e))
      (v128.store offset=80 (local.get $scores) (local.get $f))
      (v128.store offset=96 (local.get $scores) (local.get $g))
      (v128.store offset=112 (local.get $scores) (local.get $h))
      (local.set $scores (i32.add (local.get $scores) (i32.const 128)))
      (br_if $blocks (i32.lt_u (local.get $scores) (local.get $last)))))

  ;; Replaces scores by exp(score - maximum) and returns their sum. The rest of the last vector becomes the least
  ;; exponential there is, 1e-38, which no sum that contains a 1 can notice.
  (func $softmax (param $scores i32) (param $length i32) (result f32)
    (local $i i32) (local $end i32) (local $best v128) (local $sum v128)
    (local.set $end (i32.add (local.get $scores) (i32.shl (local.get $length) (i32.const 2))))
    (local.set $i (local.get $end))
    (loop $fill
      (f32.store (local.get $i) (f32.const -1e30))
      (local.set $i (i32.add (local.get $i) (i32.const 4)))
      (br_if $fill (i32.and (i32.sub (local.get $i) (local.get $scores)) (i32.const 15))))
    (local.set $best (v128.load (local.get $scores)))
    (local.set $i (i32.add (local.get $scores) (i32.const 16)))
    (block $found
      (loop $maximum
        (br_if $found (i32.ge_u (local.get $i) (local.get $end)))
        (local.set $best (f32x4.pmax (local.get $best) (v128.load (local.get $i))))
        (local.set $i (i32.add (local.get $i) (i32.const 16)))
        (br $maximum)))
    (local.set $best
      (f32x4.splat
        (f32.max
          (f32.max (f32x4.extract_lane 0 (local.get $best)) (f32x4.extract_lane 1 (local.get $best)))
          (f32.max (f32x4.extract_lane 2 (local.get $best)) (f32x4.extract_lane 3 (local.get $best))))))
    (call $exponentials (local.get $scores) (local.get $scores) (local.get $length)
      (f32x4.extract_lane 0 (local.get $best)) (f32.const 1))
    (local.set $i (local.get $scores))
    (loop $total
      (local.set $sum (f32x4.add (local.get $sum) (v128.load (local.get $i))))
      (local.set $i (i32.add (local.get $i) (i32.const 16)))
      (br_if $total (i32.lt_u (local.get $i) (local.get $end))))
    (call $sumOfLanes (local.get $sum)))

  ;; out = sum over positions of weight * value / total, 32 components at a time.
  (func $blend
    (param $weights i32) (param $values i32) (param $out i32) (param $headBytes i32) (param $length i32)
    (param $total f32)
    (local $column i32) (local $value i32) (local $weight i32) (local $end i32) (local $s v128)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local $e v128) (local $f v128) (local $g v128) (local $h v128)
    (local.set $end (i32.add (local.get $weights) (i32.shl (local.get $length) (i32.const 2))))
    (loop $columns
      (local.set $a (v128.const f32x4 0 0 0 0))
      (local.set $b (v128.const f32x4 0 0 0 0))
      (local.set $c (v128.const f32x4 0 0 0 0))
      (local.set $d (v128.const f32x4 0 0 0 0))
      (local.set $e (v128.const f32x4 0 0 0 0))
      (local.set $f (v128.const f32x4 0 0 0 0))
      (local.set $g (v128.const f32x4 0 0 0 0))
      (local.set $h (v128.const f32x4 0 0 0 0))
      (local.set $value (i32.add (local.get $values) (local.get $column)))
      (local.set $weight (local.get $weights))
      (loop $positions
        (local.set $s (v128.load32_splat (local.get $weight)))
        (local.set $a (f32x4.add (local.get $a) (f32x4.mul (local.get $s) (v128.load (local.get $value)))))
        (local.set $b (f32x4.add (local.get $b) (f32x4.mul (local.get $s) (v128.load offset=16 (local.get $value)))))
        (local.set $c (f32x4.add (local.get $c) (f32x4.mul (local.get $s) (v128.load offset=32 (local.get $value)))))
        (local.set $d (f32x4.add (local.get $d) (f32x4.mul (local.get $s) (v128.load offset=48 (local.get $value)))))
        (local.set $e (f32x4.add (local.get $e) (f32x4.mul (local.get $s) (v128.load offset=64 (local.get $value)))))
        (local.set $f (f32x4.add (local.get $f) (f32x4.mul (local.get $s) (v128.load offset=80 (local.get $value)))))
        (local.set $g (f32x4.add (local.get $g) (f32x4.mul (local.get $s) (v128.load offset=96 (local.get $value)))))
        (local.set $h (f32x4.add (local.get $h) (f32x4.mul (local.get $s) (v128.load offset=112 (local.get $value)))))
        (local.set $value (i32.add (local.get $value) (local.get $headBytes)))
        (local.set $weight (i32.add (local.get $weight) (i32.const 4)))
        (br_if $positions (i32.lt_u (local.get $weight) (local.get $end))))
      (local.set $s (f32x4.splat (f32.div (f32.const 1) (local.get $total))))
      (v128.store (local.get $out) (f32x4.mul (local.get $s) (local.get $a)))
      (v128.store offset=16 (local.get $out) (f32x4.mul (local.get $s) (local.get $b)))
      (v128.store offset=32 (local.get $out) (f32x4.mul (local.get $s) (local.get $c)))
      (v128.store offset=48 (local.get $out) (f32x4.mul (local.get $s) (local.get $d)))
      (v128.store offset=64 (local.get $out) (f32x4.mul (local.get $s) (local.get $e)))
      (v128.store offset=80 (local.get $out) (f32x4.mul (local.get $s) (local.get $f)))
      (v128.store offset=96 (local.get $out) (f32x4.mul (local.get $s) (local.get $g)))
      (v128.store offset=112 (local.get $out) (f32x4.mul (local.get $s) (local.get $h)))
      (local.set $out (i32.add (local.get $out) (i32.const 128)))
      (local.set $column (i32.add (local.get $column) (i32.const 128)))
      (br_if $columns (i32.lt_u (local.get $column) (local.get $headBytes)))))

  ;; out = gate / (1 + exp(-gate)) * up for one row of `size` gates followed by `size` ups, `size` a multiple of 4.
  (func (export "gate") (param $x i32) (param $out i32) (param $size i32)
    (local $i i32) (local $bytes i32)
    (local.set $bytes (i32.shl (local.get $size) (i32.const 2)))
    (call $exponentials (local.get $x) (local.get $out) (local.get $size) (f32.const 0) (f32.const -1))
    (loop $all
      (v128.store (i32.add (local.get $out) (local.get $i))
        (f32x4.mul
          (f32x4.div
            (v128.load (i32.add (local.get $x) (local.get $i)))
            (f32x4.add (v128.const f32x4 1 1 1 1) (v128.load (i32.add (local.get $out) (local.get $i)))))
          (v128.load (i32.add (i32.add (local.get $x) (local.get $bytes)) (local.get $i)))))
      (local.set $i (i32.add (local.get $i) (i32.const 16)))
      (br_if $all (i32.lt_u (local.get $i) (local.get $bytes)))))

  ;; out = exp((x - shift) * sign) for `size` numbers rounded up to a multiple of 4, each to about one unit in the last
  ;; place: x = n ln 2 + r, a polynomial in r as in the Cephes library (S. Moshier, expf), times 2^n. Arguments are
  ;; clamped to where 2^n is a normal number.
  (func $exponentials (param $x i32) (param $out i32) (param $size i32) (param $shift f32) (param $sign f32)
    (local $end i32) (local $shifts v128) (local $signs v128) (local $r v128) (local $n v128) (local $p v128)
    (local $whole v128)
    (local.set $end (i32.add (local.get $x) (i32.shl (local.get $size) (i32.const 2))))
    (local.set $shifts (f32x4.splat (local.get $shift)))
    (local.set $signs (f32x4.splat (local.get $sign)))
    (loop $vectors
      (local.set $r
        (f32x4.mul (f32x4.sub (v128.load (local.get $x)) (local.get $shifts)) (local.get $signs)))
      (local.set $r
        (f32x4.pmax
          (f32x4.pmin (local.get $r) (v128.const f32x4 88 88 88 88))
          (v128.const f32x4 -87.3 -87.3 -87.3 -87.3)))
      ;; Adding 1.5 * 2^23 rounds to a whole number and leaves it in the lowest bits.
      (local.set $whole
        (f32x4.add
          (f32x4.mul (local.get $r) (v128.const f32x4 1.44269504 1.44269504 1.44269504 1.44269504))
          (v128.const f32x4 12582912 12582912 12582912 12582912)))
      (local.set $n (f32x4.sub (local.get $whole) (v128.const f32x4 12582912 12582912 12582912 12582912)))
      ;; ln 2 in two parts: the first has so few digits that its product with n is exact.
      (local.set $r
        (f32x4.sub (local.get $r)
          (f32x4.mul (local.get $n) (v128.const f32x4 0.693359375 0.693359375 0.693359375 0.693359375))))
      (local.set $r
        (f32x4.sub (local.get $r)
          (f32x4.mul (local.get $n)
            (v128.const f32x4 -2.12194440e-4 -2.12194440e-4 -2.12194440e-4 -2.12194440e-4))))
      (local.set $p (v128.const f32x4 1.9875691500e-4 1.9875691500e-4 1.9875691500e-4 1.9875691500e-4))
      (local.set $p
        (f32x4.add (f32x4.mul (local.get $p) (local.get $r))
          (v128.const f32x4 1.3981999507e-3 1.3981999507e-3 1.3981999507e-3 1.3981999507e-3)))
      (local.set $p
        (f32x4.add (f32x4.mul (local.get $p) (local.get $r))
          (v128.const f32x4 8.3334519073e-3 8.3334519073e-3 8.3334519073e-3 8.3334519073e-3)))
      (local.set $p
        (f32x4.add (f32x4.mul (local.get $p) (local.get $r))
          (v128.const f32x4 4.1665795894e-2 4.1665795894e-2 4.1665795894e-2 4.1665795894e-2)))
      (local.set $p
        (f32x4.add (f32x4.mul (local.get $p) (local.get $r))
          (v128.const f32x4 1.6666665459e-1 1.6666665459e-1 1.6666665459e-1 1.6666665459e-1)))
      (local.set $p
        (f32x4.add (f32x4.mul (local.get $p) (local.get $r))
          (v128.const f32x4 5.0000001201e-1 5.0000001201e-1 5.0000001201e-1 5.0000001201e-1)))
      (local.set $p
        (f32x4.add
          (f32x4.add (f32x4.mul (f32x4.mul (local.get $p) (local.get $r)) (local.get $r)) (local.get $r))
          (v128.const f32x4 1 1 1 1)))
      (v128.store (local.get $out)
        (f32x4.mul (local.get $p)
          (i32x4.shl
            (i32x4.add (local.get $whole) (v128.const i32x4 127 127 127 127))
            (i32.const 23))))
      (local.set $x (i32.add (local.get $x) (i32.const 16)))
      (local.set $out (i32.add (local.get $out) (i32.const 16)))
      (br_if $vectors (i32.lt_u (local.get $x) (local.get $end))))))
