# A stream of bits, each to be repeated some steps later.
. lectures/lib.sh

begin echo "Echo"
result text "At each step, a random bit arrives, and the bit of k steps before is to be repeated, so that a network must hold the last k bits. The networks have 8 units and are trained in windows of 40 steps, with the state carried from window to window. All accuracies are those on the 10,000 steps of a new stream; guessing gives 50 %."

delays="3 5 8 10 12 15 20" length=100000 streams=20 networks="lstm-8 gru-8 tanh-8 tanh-18"
if [ "$quick" ]; then delays=3 length=200 streams=2 networks="lstm-8 tanh-8"; fi

name_of() {
  case $1 in
    lstm-8) echo LSTM ;;
    gru-8) echo GRU ;;
    tanh-8) echo "plain, tanh" ;;
    # About as many parameters as the LSTM.
    tanh-18) echo "plain, tanh, 18 units" ;;
  esac
}

plot="Accuracy by delay"
result plot "$plot" "delay k" accuracy %
for delay in $delays; do
  write echo --delay "$delay" --length "$length"
  for network in $networks; do
    model=echo-$network-$delay
    train labeller "$model" --config lectures/echo.yaml --batch-size "$streams" \
      --cell "${network%-*}" --hidden-size "${network#*-}" \
      --tokens "$data/delay-$delay/train.tsv" --dev-tokens "$data/delay-$delay/dev.tsv"
    accuracy=$(score "$model" accuracy --tokens "$data/delay-$delay/test.tsv")
    result point "$plot" "$(name_of "$network")" "$delay" "$accuracy"
    result cell "Accuracy" "k = $delay" \
      "$(name_of "$network"), $(parameters "$model") parameters" "$(percent "$accuracy")"
    case $network-$delay in
      lstm-8-3) claim="the LSTM repeats every bit" least=0.9995 most= ;;
      lstm-8-10) claim="the LSTM still repeats the stream" least=0.99 most= ;;
      tanh-8-10) claim="the plain network with as many units has lost it" least= most=0.9 ;;
      tanh-18-10) claim="the plain network with as many parameters repeats it" least=0.99 most= ;;
      lstm-8-20) claim="the LSTM has lost it too" least= most=0.9 ;;
      *) continue ;;
    esac
    result claim "At k = $delay, $claim" "$accuracy" "$least" "$most" %
  done
done
