/// Anything that could be pasted into a shell, and numbers in columns.
Words {
    font: Theme.typeMono
}
