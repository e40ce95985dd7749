Words {
    font: Theme.typeMonoSmall
    color: Theme.textMuted
}
