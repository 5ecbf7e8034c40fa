// Who reads the comments, where it is not the rules that come along.
element.querySelector(".vp-reader").textContent = window.viper.inWords(props.notice);
