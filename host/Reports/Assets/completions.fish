# Completion for voxeldose in fish: voxeldose completions fish > ~/.config/fish/completions/voxeldose.fish
function __voxeldose_complete
    set -l line (string replace -r '^\S+\s' '' -- (commandline -cp))
    voxeldose "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null | string match -rv '^/|^-[?h]$'
end
complete -c voxeldose -a '(__voxeldose_complete)'
